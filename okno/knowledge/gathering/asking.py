"""What was asked and solved lately without an article, and what it cost: read from the tables, bounded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Sum, Value
from django.db.models.functions import Left

from okno.desk.models import Kind, Message, MessageKind, State, Ticket, WorkLog
from okno.desk.search.words import words
from okno.knowledge.models import Given, Source
from okno.knowledge.search.lexis import stems

LATELY = timedelta(days=180)
TICKETS_AT_MOST = 4000
SIGNS = 700  # of a question
REPLY_MINUTES = 10  # what a reply costs where nobody has written down the work
NO_QUESTION = (Kind.REQUEST, Kind.IDEA)  # something is wanted that no article gives

# What people say whatever they ask; in a small desk no count would tell.
POLITE = frozenset(
    "здравствуйте добрый доброе день утро вечер привет коллеги уважаемые подскажите помогите пожалуйста прошу просьба спасибо"
    " заранее благодарю срочно уже очень опять снова hello hi dear please thanks thank help urgent".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket as the clustering reads it; `circle` is the closed team that alone may know of it."""

    ticket: int
    subject: str
    circle: int
    text: str


def asked_since(since: datetime) -> list[Asked]:
    """Return the questions of tickets that were solved by an answer of ours, the newest ones; two statements."""
    answers = Message.objects.filter(ticket=OuterRef("pk"), kind=MessageKind.REPLY, undone_at=None)
    solved = (
        Ticket.objects.standing()
        .filter(state__in=[State.RESOLVED, State.CLOSED], resolved_at__gte=since, part_of=None)
        .exclude(kind__in=NO_QUESTION)
        .exclude(pk__in=Given.objects.values("ticket"))
        .exclude(pk__in=Source.objects.values("ticket"))
        .filter(Exists(answers))
        .order_by("-resolved_at")
        .values_list("pk", "subject", "team", "team__is_closed")[:TICKETS_AT_MOST]
    )
    rows = {pk: (subject, team if is_closed else 0) for pk, subject, team, is_closed in solved}
    first = (
        Message.objects.filter(ticket__in=rows, kind=MessageKind.HEARD, redacted_at=None)
        .order_by("ticket", "at", "pk")
        .distinct("ticket")
        .values_list("ticket", Left("text", Value(SIGNS)))
    )
    texts = dict(first)
    return [
        Asked(pk, subject, circle or 0, f"{subject} {subject} {texts.get(pk, '')}")
        for pk, (subject, circle) in rows.items()
    ]


def stemmed(asked: Iterable[Asked]) -> dict[int, list[str]]:
    """Return the stems of each question in the order of its words; one statement."""
    said = {one.ticket: [word for word in words(one.text) if word not in POLITE] for one in asked}
    known = stems({word for row in said.values() for word in row})
    return {ticket: [known[word] for word in row if known[word]] for ticket, row in said.items()}


def spoken(asked: Iterable[Asked], wanted: Iterable[str]) -> dict[str, str]:
    """Return for each stem the word by which people mostly say it; one statement."""
    counts = Counter(word for one in asked for word in words(one.text))
    known = stems(counts)
    found: dict[str, str] = {}
    needed = set(wanted)
    for word, _count in counts.most_common():
        if known[word] in needed:
            found.setdefault(known[word], word)
    return found


def minutes_of(tickets: Iterable[int]) -> dict[int, int]:
    """Return what each ticket has cost: the work that was written down, else so many minutes a reply; two statements."""
    ids = list(tickets)
    logged = WorkLog.objects.filter(ticket__in=ids).values("ticket").annotate(sum=Sum("minutes"))
    replies = (
        Message.objects.filter(ticket__in=ids, kind=MessageKind.REPLY, undone_at=None, is_automatic=False)
        .values("ticket")
        .annotate(count=Count("pk"))
    )
    cost = {row["ticket"]: REPLY_MINUTES * row["count"] for row in replies}
    return cost | {row["ticket"]: row["sum"] for row in logged if row["sum"]}
