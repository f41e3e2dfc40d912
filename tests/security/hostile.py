"""A desk in which strangers have written hostile HTML wherever a stranger may write: by letter, chat, post, rating, article."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.chat import talk, visitors
from okno.channels.models import Inbound, InboundState, Widget
from okno.community.actions.accept import accept
from okno.community.actions.answer import answer
from okno.community.actions.report import report
from okno.core import clock
from okno.desk import links
from okno.desk.actions.assign import assign
from okno.desk.actions.close import confirm
from okno.desk.actions.index import index_all
from okno.desk.actions.note import note
from okno.desk.actions.rate import rate
from okno.desk.actions.reply import reply
from okno.desk.actions.save_draft import save_draft
from okno.desk.models import Message, Ticket
from okno.desk.models.draft import DraftKind
from okno.feedback.actions.listen import listen
from okno.feedback.actions.suggest import suggest
from okno.knowledge.models import Article, Version
from okno.knowledge.papers.converting import from_html
from okno.notify.actions.write import write_what_is_due
from okno.people.models import Person
from tests import make
from tests.channels import letters
from tests.channels.fake_smtp import FakeSmtp
from tests.community import making as posts
from tests.knowledge.making import article
from tests.queue import run_waiting
from tests.security.payloads import OWN, everywhere, together

DOCUMENTS = together(OWN)
SHOWN = "Счёт"  # stands beside the payloads: a room that shows neither proves nothing


@dataclass(kw_only=True)
class Hostile:
    """Where things lie in it."""

    anna: Person
    boris: Person
    ticket: Ticket
    message: Message
    chat: Ticket
    token: str
    articles: list[Article]
    post: int
    idea: int
    quarantined: Inbound
    widget: Widget
    letters: list[tuple[str, str]]  # to whom the desk has sent what HTML


def build(smtp: FakeSmtp, site: str) -> Hostile:
    """Write it all through the verbs; `site` is where the widget may stand."""
    anna = make.person(_one("name", 100), "anna@romashka.test")
    boris = make.administrator(email="boris@desk.test", signature=_text(2000))
    box = letters.mailbox()
    ticket = _letters_of(anna)
    assign(ticket, owner=boris, by=boris)
    for number, words in zip(range(30), _packed(240), strict=False):
        make.ticket(by=anna, subject=f"{SHOWN} {number} {words}"[:250], text=words)
    reply(ticket, _text(), by=boris)
    run_waiting(only="react")
    make.message(by=anna, ticket=ticket, text=_text(), subject=_one("subject", 240))
    _all_leaves()  # before the colleague has read it
    note(ticket, _text(), by=boris)
    save_draft(ticket, DraftKind.REPLY, _text(), by=boris)
    poison = letters.kept(letters.raw("x", subject=_one("subject", 240), by="anna@romashka.test"), box)
    Inbound.objects.filter(pk=poison.pk).update(
        state=InboundState.QUARANTINED, subject=_one("subject", 240), sender=_one("sender", 300), reason="x"
    )
    _is_told(anna)
    posts.opened(readers="everyone")
    question, idea = _posts(anna, boris)
    made = _articles(boris)
    index_all()
    _all_leaves()
    return Hostile(
        anna=anna,
        boris=boris,
        ticket=ticket,
        message=ticket.messages.exclude(html="").order_by("pk")[0],
        chat=_chat(anna),
        token=links.make(ticket, anna).rstrip("/").rpartition("/")[2],
        articles=made,
        post=question,
        idea=idea,
        quarantined=poison,
        widget=set_up_widget(Widget(name="Счёт", title_ru=_one("title", 60)), origins=[site]),
        letters=[(taken.recipient, taken.html) for taken in smtp.letters],
    )


def _all_leaves() -> None:
    """Let go what the desk writes: the answer with what it answers, news for a colleague, news of the community."""
    run_waiting()
    for hours in (0.1, 12, 24):  # the desk may be built in somebody's quiet hours
        with clock.moved_to(clock.now() + timedelta(hours=hours)):
            write_what_is_due()
            run_waiting(also_later=True)


def _letters_of(anna: Person) -> Ticket:
    """Twenty payloads a letter, five times in each: body, signature, quote, attached page, attached letter."""
    for number, document in enumerate(DOCUMENTS):
        letters.kept(letter(document, number))
    letters.read_all()
    (ticket,) = Ticket.objects.filter(requester=anna)
    assert ticket.messages.exclude(html="").count() == len(DOCUMENTS)
    return ticket


def letter(document: str, number: int = 0) -> bytes:
    """A letter in a thread, hostile in every part."""
    made = EmailMessage()
    made["From"], made["To"] = "anna@romashka.test", "support@desk.test"
    made["Subject"], made["Message-ID"] = f"{SHOWN} {document[:150]!a}", f"<hostile-{number}@romashka.test>"
    if number:
        made["In-Reply-To"] = "<hostile-0@romashka.test>"
    page = f"<html><body><p>{SHOWN}</p>{everywhere(document)}</body></html>".encode("utf-8", "replace")
    made.set_content(page, "text", "html")
    made.add_attachment(page, "text", "html", filename="счёт.html")
    inner = EmailMessage()
    inner["Subject"], inner["From"] = f"{SHOWN} {document[-150:]!a}", "oleg@partner.test"
    inner.set_content(page, "text", "html")
    made.add_attachment(inner)
    return made.as_bytes()


def _is_told(anna: Person) -> None:
    closed = make.ticket(by=anna, subject=_one("subject", 240))
    confirm(closed, by=anna)
    rate(closed, 2, by=anna, words=_text(2000))
    listen(closed.ratings.get())
    suggest(closed, _text(2000), by=anna)


def _posts(anna: Person, boris: Person) -> tuple[int, int]:
    pieces = list(_packed(19_000))
    question = posts.post(anna, _one("title", 200), pieces[0], tags=[_one("tag", 40)])
    for piece in pieces[1:]:
        answer(question, piece, by=boris)
    idea = posts.idea(anna, _one("idea", 200), text=pieces[0])
    accept(question.answers.order_by("pk")[0], by=anna)
    report(question, _text(500), by=boris)
    for one in (question, idea):  # what is stored may be older than today's cleaner
        type(one).objects.filter(pk=one.pk).update(
            html=f"<p>{SHOWN}</p>" + "".join(DOCUMENTS).replace("\x00", "")
        )
    return question.pk, idea.pk


def _articles(boris: Person) -> list[Article]:
    """One as it was typed, one out of a page of HTML, one whose stored HTML is not clean."""
    typed = article(boris, _one("title", 200), _text(99_000), tags=[_one("tag", 40)])
    brought = article(boris, f"{SHOWN} brought", from_html("\n".join(DOCUMENTS)).text[:99_000])
    stored = article(boris, f"{SHOWN} stored", SHOWN)
    Version.objects.filter(article=stored).update(
        html=f"<p>{SHOWN}</p>" + "".join(DOCUMENTS).replace("\x00", "")
    )
    return [typed, brought, stored]


def _chat(anna: Person) -> Ticket:
    desk = the_chat_desk().get()
    desk.is_active = True
    set_up_chat(desk)
    visitor = visitors.logged_in(anna)
    first, *rest = _packed(9_900)
    begun = talk.begin(visitor, first, key="0").ticket
    for number, words in enumerate(rest, 1):
        make.message(by=anna, ticket=begun, text=words, door="chat", key=str(number))
    return begun


def _text(at_most: int = 90_000) -> str:
    """All of them as words, as far as there is room."""
    return next(_packed(at_most))


def _one(place: str, at_most: int) -> str:
    """Some of them in one line; each place gets others."""
    words = next(_packed(at_most - 6, sum(map(ord, place)) % 500))
    return f"{SHOWN} {' '.join(words.split())}"


def _packed(at_most: int, start: int = 0) -> Iterator[str]:
    """Return texts of at most so many characters that hold all payloads from the given one on."""
    text = ""
    for payload in [one.replace("\x00", "") for one in OWN[start:]]:
        if len(text) + len(payload) + 2 > at_most:
            yield text
            text = ""
        text += payload + "\n\n" if len(payload) < at_most else ""
    yield text
