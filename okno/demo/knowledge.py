"""What «Сервис-Плюс» has written down: a dozen answers, most for everybody, one for colleagues alone, one still a draft."""

from datetime import timedelta
from pathlib import Path
from random import Random

from django.utils import timezone

from okno.core import clock
from okno.demo import english
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.gather import gather
from okno.knowledge.actions.note_vain import note_vain
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.review import ask_review
from okno.knowledge.actions.set_up import set_up_outline, set_up_section, set_up_synonyms
from okno.knowledge.actions.start import start
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.models import Article, Audience, Form, Outline, ReadAt, Section, Synonyms
from okno.people.models import Person

TILLS, WORK, MAIL, PLACE = "Кассы и терминалы", "Доступ и пароли", "Почта и телефон", "Рабочее место"
ARTICLES = {
    "check-printer": (TILLS, "касса чек бумага"),
    "check-steps": (TILLS, "касса чек"),
    "terminal": (TILLS, "терминал оплата карта"),
    "till-update": (TILLS, "касса обновление"),
    "password": (WORK, "пароль вход"),
    "vpn": (WORK, "vpn удалёнка"),
    "shared-folder": (WORK, "папка доступ"),
    "phone-mail": (MAIL, "почта телефон"),
    "out-of-office": (MAIL, "почта отпуск"),
    "office-printer": (PLACE, "принтер картридж"),
    "newcomer": (PLACE, "сотрудник"),
    "till-hard-reset": (TILLS, "касса обмен"),
}
# They were written one after the other.
EVERY, CHECKED_AFTER = (
    timedelta(days=6, hours=1),
    timedelta(hours=20),
)
FOR_COLLEAGUES, STALE, IN_REVIEW, GUIDE = "till-hard-reset", "till-update", "out-of-office", "check-steps"
# What customers have looked for and not found, how often, and how often they then asked us.
IN_VAIN = (
    ("электронная подпись", 4, 2),
    ("пропуск для гостя", 3, 3),
    ("квадрокоптер", 2, 0),
    ("табель за ноябрь", 2, 1),
)
READERS, HELPED = 60, 0.8  # of the answer that is read most; the share of them that it helped
SYNONYMS = ("касса, ккт, ккм", "тсд, сканер, считыватель")
OUTLINES = (
    (
        "Ошибка и что с ней делать",
        "## Что видно\n\nТекст ошибки и где она появляется.\n\n## Почему\n\n## Что делать\n\n1. \n2. \n\n## Не помогло\n",
    ),
    ("Как сделать", "Зачем это и кому можно.\n\n## По шагам\n\n1. \n2. \n\n## Что получится\n"),
)


def write(people: dict[str, Person]) -> None:
    """Write the answers, publish all but one; one should have been looked through long ago."""
    author, lead, today = people["boris"], people["vera"], timezone.localdate()
    now = timezone.localtime(clock.now()).replace(hour=11, minute=20)
    for place, (name, (section, tags)) in enumerate(ARTICLES.items()):
        title, _, text = _source(name).partition("\n")
        about = About(
            owner=author,
            new_section=section,
            tags=tags.split(),
            audience=Audience.STAFF if name == FOR_COLLEAGUES else Audience.EVERYONE,
            review_on=today + timedelta(days=-7 if name == STALE else 180),
        )
        form = Form.GUIDE if name == GUIDE else Form.TEXT
        begun = now - EVERY * (len(ARTICLES) - place)
        with clock.moved_to(begun):
            made = start(title.removeprefix("# "), text.strip(), about, by=author, form=form)
        with clock.moved_to(begun + CHECKED_AFTER):
            if name != IN_REVIEW:
                publish(made, by=lead)


def name_sections() -> None:
    """Call the sections in English, too; the search reads their articles anew."""
    for shelf in Section.objects.all():
        shelf.name_en = english.SECTIONS[shelf.name]
        set_up_section(shelf)


def hand_in(people: dict[str, Person]) -> None:
    """Let the author hand in what is not published yet, an hour ago."""
    with clock.moved_to(clock.now() - timedelta(hours=1)):
        ask_review(Article.objects.get(version=None), by=people["boris"])


def look_in_vain() -> None:
    """Let customers look for what is not there, set up what helps editors, and count what is missing."""
    for back, (words, empty, asked) in enumerate(IN_VAIN):
        with clock.moved_to(clock.now() - timedelta(days=back + 1)):
            for _time in range(empty):
                note_vain(words)
            for _time in range(asked):
                note_vain(words, is_asked=True)
    for words in SYNONYMS:
        set_up_synonyms(Synonyms(words=words))
    for name, text in OUTLINES:
        set_up_outline(Outline(name=name, text=text))
    gather()


def find_alone() -> None:
    """Let readers say that an answer has helped: since it stands there, most of them of what is looked for most."""
    dice, now = Random(7), clock.now()  # noqa: S311 - a story, no secret
    for place, article in enumerate(
        Article.objects.shown().filter(audience=Audience.EVERYONE).order_by("pk")
    ):
        for visit in range(READERS // (place + 1)):
            at = article.created_at + (now - article.created_at) * dice.random()
            door, is_yes = dice.choice((ReadAt.PORTAL, ReadAt.PORTAL, ReadAt.WIDGET)), dice.random() < HELPED
            with clock.moved_to(at):
                tell_helped(article, is_yes=is_yes, key=f"reader-{place}-{visit}", by=None, door=door)


def _source(name: str) -> str:
    return (Path(__file__).parent / "articles" / f"{name}.md").read_text(encoding="utf-8")
