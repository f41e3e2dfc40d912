"""How long somebody who comes to the chat waits: told honestly from what was, kept beside what came, or not told at all.

Who is there comes from shifts and from who was seen lately; how fast they are comes from the waits of the last months at
like hours. Fewer than ten waits say nothing, and nothing is told then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median, quantiles
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone

from okno.channels.chat import book
from okno.channels.models import Chat
from okno.core import clock
from okno.core.remembered import remembered
from okno.desk.models import Fact, Ticket
from okno.people.models import Person, Team
from okno.sla.clocks import calendar_of
from okno.sla.worktime import BadCalendar, NeverWorks
from okno.staffing import who
from okno.staffing.models import Attendance
from okno.staffing.roster import LOOKS_AHEAD

FEWEST: Final = 10
MOST: Final = 500
LOOKS_BACK: Final = timedelta(days=90)
AT_THE_DESK: Final = timedelta(minutes=30)  # whoever did nothing for longer is not at the desk
LONGEST: Final = timedelta(hours=1)  # whoever waited longer came while nobody was there
USUAL_TALK: Final = 600  # seconds of a conversation, until enough of them are known
PEOPLE_AT_MOST: Final = 500
KEPT: Final = 10  # seconds for which a process remembers who is there
KEPT_PAST: Final = 300


@dataclass(frozen=True, slots=True)
class Foretold:
    """Half of those who came at such an hour waited between these many seconds."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Who could talk now: places in all, free ones, and when somebody comes where nobody is there."""

    is_open: bool
    seats: int = 0
    free: int = 0
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What was: when somebody came, for how many seconds he waited, and how long people talk."""

    waits: tuple[tuple[int, int, int], ...] = ()  # weekday, hour, seconds
    talk: int = USUAL_TALK


@remembered(KEPT)
def is_on() -> bool:
    """Tell whether the desk has a chat, as it was known within the last seconds: every page of the portal asks."""
    return book.chat_desk().is_active


def foretell(ticket: Ticket | None, now: datetime) -> Foretold | None:
    """Return how long one waits who stands in the queue with this ticket, or would come now."""
    there = staff()
    if not there.is_open or not there.seats:
        return None
    local = timezone.localtime(now, who.zone())
    past = _past()
    like = alike(past.waits, local.weekday(), local.hour)
    return expected(like, place=place_of(ticket), free=there.free, seats=there.seats, talk=past.talk)


def place_of(ticket: Ticket | None) -> int:
    """Return which in the queue this ticket is, or who came now would be; the first is 1."""
    waiting = Ticket.objects.chats().unassigned()
    if ticket is not None and ticket.pk:
        waiting = waiting.filter(
            Q(created_at__lt=ticket.created_at) | Q(created_at=ticket.created_at, pk__lt=ticket.pk)
        )
    return waiting.count() + 1


def alike(waits: Sequence[tuple[int, int, int]], weekday: int, hour: int) -> list[int]:
    """Return the waits at like hours: of this weekday and the hour before and after, else of any day, else all. Pure."""

    def near(one: int) -> bool:
        return min((one - hour) % 24, (hour - one) % 24) <= 1

    kinds = (
        [spent for day, at, spent in waits if day == weekday and near(at)],
        [spent for _day, at, spent in waits if near(at)],
        [spent for _day, _at, spent in waits],
    )
    return next((found for found in kinds if len(found) >= FEWEST), [])


def expected(spent: Sequence[int], *, place: int, free: int, seats: int, talk: int) -> Foretold | None:
    """Return what to expect of these waits; who has no free place before him waits for conversations to end. Pure."""
    if len(spent) < FEWEST or seats <= 0:
        return None
    low, _middle, high = quantiles(spent, n=4, method="inclusive")
    behind = max(place - free, 0)
    return Foretold(int(low + behind / seats * talk / 2), ceil(high + behind / seats * talk * 3 / 2))


def forget() -> None:
    """Ask anew who is there and what was."""
    for known in (is_on, staff, _past):
        known.forget()


def end_of_waiting(fact: Fact) -> None:
    """Keep when somebody came to the visitor: took the chat, or answered at once; the first counts."""
    if fact.kind == "ticket.assigned" and not fact.data.get("taken"):
        return
    Chat.objects.filter(ticket=fact.ticket, taken_at=None).update(taken_at=fact.at)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How good what was told has been: of so many, how many waited within it, and by how many seconds half of them were off."""

    count: int
    within: int
    off: int

    @property
    def percent(self) -> int:
        """The share of those who waited as long as they were told."""
        return round(100 * self.within / self.count) if self.count else 0


def accuracy(now: datetime) -> Accuracy | None:
    """Return how good the forecasts of the last months were; None where none has come to its end."""
    told = Chat.objects.filter(taken_at__gte=now - LOOKS_BACK, low__isnull=False, high__isnull=False)
    rows = told.order_by("-started_at").values_list("low", "high", "started_at", "taken_at")[:MOST]
    waits = [
        (low, high, (taken - began).total_seconds())
        for low, high, began, taken in rows
        if low is not None and high is not None and taken is not None
    ]
    return measured(waits)


def measured(waits: Sequence[tuple[int, int, float]]) -> Accuracy | None:
    """Return how good forecasts were: low, high and the real wait of each. Pure."""
    if not waits:
        return None
    off = [max(low - spent, spent - high, 0) for low, high, spent in waits]
    return Accuracy(len(waits), sum(one == 0 for one in off), int(median(off)))


@remembered(KEPT)
def staff() -> Staff:
    """Return who could talk now, as it was known within the last seconds."""
    now, desk = clock.now(), book.chat_desk()
    if not desk.is_active:
        return Staff(is_open=False)
    people = _people(desk.team)
    duties = who.duties([one.pk for one in people], now)
    seen = dict(Attendance.objects.filter(person__in=people).values_list("person", "seen_at"))
    loads = dict(
        Ticket.objects.chats().filter(owner__in=people).values_list("owner").annotate(Count("pk")).order_by()
    )
    on_shift = [one for one in people if duties[one.pk].is_there(now)]
    there = [one for one in on_shift if (at := seen.get(one.pk)) is not None and at > now - AT_THE_DESK]
    opens = _opens(now)
    if there and opens == now:
        seats = sum(one.chat_places for one in there)
        free = sum(max(one.chat_places - loads.get(one.pk, 0), 0) for one in there)
        return Staff(is_open=True, seats=seats, free=free)
    if on_shift and opens == now:  # they have left their desks for a while; nobody knows for how long
        return Staff(is_open=False)
    coming = [moment for one in people if (moment := duties[one.pk].comes_at(max(opens, now))) is not None]
    return Staff(is_open=False, opens_at=next((one for one in sorted(coming) if one > now), None))


def _opens(now: datetime) -> datetime:
    """Return now, or when the hours of the chat begin next."""
    calendar = book.chat_desk().calendar
    if calendar is None or calendar.is_always:
        return now
    try:
        return calendar_of(calendar).next_working_moment(now)
    except (NeverWorks, BadCalendar):
        return now + LOOKS_AHEAD


def _people(team: Team | None) -> Sequence[Person]:
    people = Person.objects.staff()
    if team is not None:
        people = people.filter(teams=team)
    return list(people.order_by("pk")[:PEOPLE_AT_MOST])


@remembered(KEPT_PAST)
def _past() -> Past:
    since, zone = clock.now() - LOOKS_BACK, who.zone()
    ended = Chat.objects.filter(taken_at__isnull=False, started_at__gte=since).order_by("-started_at")
    rows = list(ended.values_list("started_at", "taken_at", "ended_at", "ticket__resolved_at")[:MOST])
    waits, talks = [], []
    for began, taken, left, solved in rows:
        if taken is None or taken - began > LONGEST:
            continue
        local = timezone.localtime(began, zone)
        waits.append((local.weekday(), local.hour, max(int((taken - began).total_seconds()), 0)))
        if over := left or solved:
            talks.append(min(max(int((over - taken).total_seconds()), 60), 3600))
    talk = int(median(talks)) if len(talks) >= FEWEST else USUAL_TALK
    return Past(tuple(waits), talk)
