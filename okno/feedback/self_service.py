"""How many found an answer alone and how many asked: what each of the two counts, a row each.

Found alone is a visit in which somebody said «yes, it helped» below an article, a guide or the answers to a question of the
community, in the portal or in a widget. A visit is a person on one day, or a stranger's browser on one day; it counts
once, where it was said first. Whoever works here is not counted, nor a visit after which the same person wrote to us that day.

Asked is a request that came in by the portal with its forms, a widget, the chat or by mail, of a customer; what was merged
into another, split off or opened as a part counts with the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, TruncDate, TruncWeek

from okno.community.models import Helped as HelpedByPost
from okno.desk import access
from okno.desk.models import Split, Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.knowledge.models import Helped
from okno.people.models import STAFF, Person
from okno.staffing import who

DOORS: Final = ("portal", "widget", "chat", "mail")
SORTS: Final = ("text", "guide", "community")
_VISITS: Final = "SELECT DISTINCT ON (key, day) * FROM ({said}) said ORDER BY key, day, at, sort, about"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days by the clocks of the desk, the last one not among them."""

    begins: date
    ends: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when until when, the end not included."""
        zone = who.zone()
        return datetime.combine(self.begins, time.min, zone), datetime.combine(self.ends, time.min, zone)

    @property
    def last(self) -> date:
        """The last of its days."""
        return self.ends - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """So many found an answer alone, and so many asked."""

    found: int
    asked: int

    @property
    def percent(self) -> int | None:
        """Percent of those who found it alone among both; None where there was nobody."""
        every = self.found + self.asked
        return round(100 * self.found / every) if every else None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of the visits are meant: of one door, of one article, guide or question."""

    door: str = ""
    sort: str = ""
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit in which somebody found an answer alone."""

    key: str
    day: date
    at: datetime
    door: str
    sort: str
    about: int
    asked: str
    is_known: bool


@dataclass(slots=True)
class Figures:
    """The visits and requests of a span, by week and by door."""

    weeks: dict[date, dict[str, Share]] = field(default_factory=dict)

    @property
    def whole(self) -> Share:
        """All of them."""
        return _sum(share for doors in self.weeks.values() for share in doors.values())

    @property
    def by_week(self) -> list[tuple[Span, Share]]:
        """Each week, the latest first."""
        return [
            (Span(week, week + timedelta(days=7)), _sum(doors.values()))
            for week, doors in sorted(self.weeks.items(), reverse=True)
        ]

    @property
    def by_door(self) -> list[tuple[str, Share]]:
        """Each door, whatever the week."""
        nobody = Share(0, 0)
        return [(door, _sum(doors.get(door, nobody) for doors in self.weeks.values())) for door in DOORS]


def figures(person: Person, span: Span) -> Figures:
    """Return what the span counts of which the lead may know, each week with its doors; three statements."""
    found, asked = _visits_by_week(person, span), _asked_by_week(person, span)
    weeks = [span.begins + timedelta(days=days) for days in range(0, (span.ends - span.begins).days, 7)]
    return Figures(
        {
            week: {door: Share(found.get((week, door), 0), asked.get((week, door), 0)) for door in DOORS}
            for week in weeks
        }
    )


def carried(person: Person, span: Span, at_most: int) -> list[tuple[str, int, int]]:
    """Return what helped most: its sort, its id, and in how many visits; one visit may have been helped by several."""
    access.require_lead(person)
    said, values = _said(span)
    sql = f"""SELECT sort, about, count(DISTINCT (key, day)) FROM ({said}) said
        GROUP BY sort, about ORDER BY 3 DESC, 1, 2 LIMIT %s"""  # noqa: S608 - put together of our own statements
    return [(sort, about, count) for sort, about, count in _rows(sql, [*values, at_most])]


def visits(
    person: Person,
    span: Span,
    narrowed: Narrowed,
    *,
    at_most: int,
    before: tuple[datetime, str] | None = None,
) -> list[Visit]:
    """Return the visits that were counted, the latest first, those behind a place in this order."""
    access.require_lead(person)
    said, values = _said(span, narrowed)
    where, more = ["TRUE"], list[Any]()
    if narrowed.door:
        where.append("door = %s")
        more.append(narrowed.door)
    if before:
        where.append("(at, key) < (%s, %s)")
        more.extend(before)
    sql = f"""SELECT key, day, at, door, sort, about, asked, person IS NOT NULL
        FROM ({_VISITS.format(said=said)}) visits WHERE {" AND ".join(where)}
        ORDER BY at DESC, key DESC LIMIT %s"""  # noqa: S608 - put together of our own statements
    return [Visit(*row) for row in _rows(sql, [*values, *more, at_most])]


def asked_of(person: Person, span: Span, door: str = "") -> TicketQuerySet:
    """Return the requests of the span that were counted, of which the lead may know."""
    access.require_lead(person)
    since, until = span.moments
    tickets = _counted(access.tickets_for(person)).filter(created_at__gte=since, created_at__lt=until)
    return tickets.filter(door=door) if door else tickets


def _counted(tickets: TicketQuerySet) -> TicketQuerySet:
    of_customers = tickets.standing().filter(part_of=None, door__in=DOORS).exclude(requester__role__in=STAFF)
    return of_customers.exclude(Exists(Split.objects.filter(target=OuterRef("pk"), undone_at=None)))


def _visits_by_week(person: Person, span: Span) -> Mapping[tuple[date, str], int]:
    access.require_lead(person)
    said, values = _said(span)
    sql = f"""SELECT date_trunc('week', day)::date, door, count(*)
        FROM ({_VISITS.format(said=said)}) visits GROUP BY 1, 2"""  # noqa: S608 - put together of our own statements
    return {(week, door): count for week, door, count in _rows(sql, values)}


def _asked_by_week(person: Person, span: Span) -> Mapping[tuple[date, str], int]:
    week = TruncWeek("created_at", tzinfo=who.zone())
    rows = asked_of(person, span).annotate(week=week).values_list("week", "door").order_by()
    return {(week.date(), door): count for week, door, count in rows.annotate(count=Count("pk"))}


def _said(span: Span, narrowed: Narrowed = Narrowed()) -> tuple[str, list[Any]]:
    """Return the statement of every yes that counts."""
    articles = _yes(Helped.objects.all(), span).annotate(
        sort=Cast("article__form", CharField()), about=F("article")
    )
    posts = _yes(HelpedByPost.objects.all(), span).annotate(
        sort=Value("community", output_field=CharField()), about=F("post")
    )
    if narrowed.about is not None:
        articles, posts = articles.filter(about=narrowed.about), posts.filter(about=narrowed.about)
    asked = [] if narrowed.sort == "community" else [articles]
    asked += [posts] if narrowed.sort in ("", "community") else []
    parts, values = [], []
    for one in asked:
        columns = one.values("key", "day", "at", "door", "sort", "about", "asked", "person")
        sql, given = columns.query.sql_with_params()
        parts.append(sql)
        values.extend(given)
    return " UNION ALL ".join(parts), values


def _yes(said: QuerySet[Any], span: Span) -> QuerySet[Any]:
    since, until = span.moments
    day = TruncDate("at", tzinfo=who.zone())
    said = said.filter(is_yes=True, at__gte=since, at__lt=until).annotate(day=day)
    wrote = _counted(Ticket.objects.all()).annotate(on=TruncDate("created_at", tzinfo=who.zone()))
    later = wrote.filter(requester=OuterRef("person"), created_at__gte=OuterRef("at"), on=OuterRef("day"))
    return said.exclude(person__role__in=STAFF).exclude(Exists(later)).order_by()


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _sum(shares: Any) -> Share:
    every = list(shares)
    return Share(sum(one.found for one in every), sum(one.asked for one in every))
