"""Posts for the proofs: `open` and `foreign` are read by everybody, `closed` is hidden and for those who look after it."""

from okno.community.actions.accept import accept
from okno.community.actions.answer import answer
from okno.community.actions.ask import ask
from okno.community.actions.illustrate import illustrate
from okno.community.actions.look import hide
from okno.community.actions.report import report
from okno.community.actions.stage import stage
from okno.community.actions.tell_helped import tell_helped
from okno.community.models import Kind, Post
from okno.community.said import Said
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make
from tests.portal.canary import PICTURE


def write(requester: Person, stranger: Person, agent: Person, administrator: Person) -> dict[str, Post]:
    """Open the community and make its posts through the verbs, each with a picture and an answer."""
    opened = {"is_open": True, "readers": "everyone", "moderation": "after"}
    save(setups.COMMUNITY, setups.COMMUNITY.rows().get(), opened, by=administrator)
    posts = {
        "open": _post(Kind.QUESTION, "outer-post-open-kanarejka", requester, stranger),
        "foreign": _post(Kind.IDEA, "outer-post-foreign-kanarejka", stranger, requester),
        "closed": _post(
            Kind.QUESTION, "inner-post-desk-kanarejka", make.person("Скрытая"), make.person("Третья")
        ),
    }
    accept(posts["open"].answers.get(), by=requester)
    tell_helped(posts["open"], is_yes=False, key="visit", by=stranger, asked="inner-asked-desk-kanarejka")
    report(posts["open"], "inner-report-desk-kanarejka", by=stranger)
    stage(posts["foreign"], "planned", "outer-official-foreign-kanarejka", by=agent)
    hide(posts["closed"], "inner-reason-desk-kanarejka", by=agent)
    return posts


def _post(kind: Kind, words: str, author: Person, other: Person) -> Post:
    picture = illustrate(f"{words}.png", PICTURE, by=author)
    text = f"{words} ![{words}](/community/pictures/{picture.pk}/)"
    made = ask(kind, Said(title=words, text=text, tags=[words]), by=author)
    answer(made, f"{words} answer", by=other)
    return made
