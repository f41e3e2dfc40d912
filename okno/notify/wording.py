"""What a piece of news says: one sentence, a few words of what was said, and where it leads. In the active language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.desk.kinds import told
from okno.desk.models import Fact, Ticket
from okno.knowledge.models import Article
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
    """All news of one ticket or article, the oldest first."""

    news: Sequence[News]

    @property
    def ticket(self) -> Ticket | None:
        """The ticket, unless it is about an article."""
        return self.news[-1].ticket

    @property
    def article(self) -> Article | None:
        """The article, unless it is about a ticket."""
        return self.news[-1].article

    @property
    def subject(self) -> str:
        """What the ticket or the article is called, in one line."""
        called = title_of(self.article) if self.article else self.ticket.subject if self.ticket else ""
        return " ".join(called.split()) or _("No subject")

    @property
    def mark(self) -> str:
        """By what it is known: the number of a ticket, or that it is an article."""
        return f"№ {self.ticket.number}" if self.ticket else _("Article")

    @property
    def title(self) -> str:
        """Number and subject, in one line."""
        return f"{self.mark} · {self.subject}"[:TITLE_AT_MOST]

    @property
    def tag(self) -> str:
        """Return what names the ticket or the article among all."""
        return f"ticket-{self.ticket.number}" if self.ticket else f"article-{self.news[-1].article_id}"

    @property
    def path(self) -> str:
        """Where it is read."""
        if self.ticket:
            return reverse("workspace:ticket", args=[self.ticket.number])
        return reverse("workspace:article", args=[self.news[-1].article_id])

    @property
    def url(self) -> str:
        """Where it is read, from a letter."""
        return f"{settings.BASE_URL}{self.path}"

    @property
    def lines(self) -> list[Line]:
        """What has happened, in sentences."""
        return [line(one) for one in self.news]


def matters(rows: Sequence[News]) -> list[Matter]:
    """Put news of the same ticket or article together; what happened last stands last."""
    found: dict[tuple[int | None, int | None], list[News]] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.pk)):
        name = row.ticket_id, row.article_id
        found[name] = [*found.pop(name, []), row]
    return [Matter(news) for news in found.values()]


def headline(told: Sequence[Matter]) -> str:
    """Return of how many tickets, or of how many things, a summary tells."""
    count = len(told)
    if any(matter.article for matter in told):
        return ngettext("News of %(count)d thing", "News of %(count)d things", count) % {"count": count}
    return ngettext("News in %(count)d ticket", "News in %(count)d tickets", count) % {"count": count}


def title_of(article: Article) -> str:
    """Return what the article is called: as readers know it, else by its draft."""
    draft = getattr(article, "draft", None)
    return article.version.title if article.version else draft.title if draft else str(article)


def line(news: News) -> Line:
    """Return what has happened; the fact and its message are at hand."""
    fact = news.fact
    if fact is None or news.ticket is None:
        return _of_article(news)
    names = {
        "name": _who(news.kind, fact),
        "requester": news.ticket.requester,
        "address": fact.data.get("address"),
        "stars": fact.data.get("stars"),
        **{name: told(fact.kind, name, fact.data) for name in _AS_TOLD if name in fact.data},
    }
    return Line(KINDS[news.kind].icon, sentence(news.kind, names), _words(fact))


def _of_article(news: News) -> Line:
    """Return what has happened to an article, with the words of a reviewer."""
    happening = news.happening
    assert happening is not None, "news are of a ticket or of an article"
    names = {"name": happening.by, "due": happening.due_on and date_format(happening.due_on, "j E Y")}
    words = str(happening.data.get("words", ""))[:WORDS_AT_MOST]
    return Line(KINDS[news.kind].icon, sentence(news.kind, names), words)


def _who(kind: str, fact: Fact) -> object:
    """Return who is named: of a message that a colleague has moved here the one who wrote it."""
    is_written = fact.kind == "message.moved" and kind == "customer_wrote"
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
