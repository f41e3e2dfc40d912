"""What a piece of news says: one sentence, a few words of what was said, and where it leads. In the active language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.desk.kinds import told
from okno.desk.models import Fact, Ticket
from okno.notify.kinds import KINDS, sentence
from okno.notify.models import News

WORDS_AT_MOST = 600  # of a message, in a letter
TITLE_AT_MOST = 120
PERSONAL = re.compile(r"\{(name|requester|address)\}")
_AS_TOLD = ("metric", "share", "due", "before", "after")  # in the words of the timeline


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news as a person reads it."""

    icon: str
    says: str
    words: str


@dataclass(frozen=True, slots=True)
class Matter:
    """All news of one ticket, the oldest first."""

    ticket: Ticket
    news: Sequence[News]

    @property
    def title(self) -> str:
        """Number and subject, in one line."""
        subject = " ".join(self.ticket.subject.split()) or _("No subject")
        return f"№ {self.ticket.number} · {subject}"[:TITLE_AT_MOST]

    @property
    def path(self) -> str:
        """Where it is read."""
        return reverse("workspace:ticket", args=[self.ticket.number])

    @property
    def url(self) -> str:
        """Where it is read, from a letter."""
        return f"{settings.BASE_URL}{self.path}"

    @property
    def lines(self) -> list[Line]:
        """What has happened, in sentences."""
        return [line(one) for one in self.news]


def matters(rows: Sequence[News]) -> list[Matter]:
    """Put news of the same ticket together; what happened last stands last."""
    found: dict[int, list[News]] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.pk)):
        found[row.ticket_id] = [*found.pop(row.ticket_id, []), row]
    return [Matter(news[-1].ticket, news) for news in found.values()]


def line(news: News) -> Line:
    """Return what has happened; the fact and its message are at hand."""
    fact = news.fact
    names = {
        "name": _who(news),
        "requester": news.ticket.requester,
        "address": fact.data.get("address"),
        "stars": fact.data.get("stars"),
        **{name: told(fact.kind, name, fact.data) for name in _AS_TOLD if name in fact.data},
    }
    return Line(KINDS[news.kind].icon, sentence(news.kind, names), _words(fact))


def _who(news: News) -> object:
    """Return who is named: of a message that a colleague has moved here the one who wrote it."""
    fact = news.fact
    is_written = fact.kind == "message.moved" and news.kind == "customer_wrote"
    return fact.message.author if is_written and fact.message is not None else fact.by


def reason(news: News) -> str:
    """Return why the person is told, without the name of anybody: for a server that is not ours."""
    told = KINDS[news.kind]
    return str(told.title) if PERSONAL.search(str(told.says)) else line(news).says


def _words(fact: Fact) -> str:
    """Return the words that came with the fact; what was hidden or called back meanwhile is not told again."""
    message = fact.message
    if message is None:
        return str(fact.data.get("tried") or fact.data.get("reason") or fact.reason)[:WORDS_AT_MOST]
    if message.redacted_at is not None or message.undone_at is not None or fact.kind.startswith("delivery."):
        return str(fact.data.get("reason", ""))[:WORDS_AT_MOST]
    text = message.text.strip()
    return text if len(text) <= WORDS_AT_MOST else f"{text[:WORDS_AT_MOST].rstrip()}…"
