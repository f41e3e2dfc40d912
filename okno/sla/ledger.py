"""The ledger of a clock: its life in segments, each with its kind and with what it counts. Pure: derived, never stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from zoneinfo import ZoneInfo

from okno.sla.clocks import Pause, calendar_of, due, pauses
from okno.sla.models import Promise
from okno.sla.worktime import Calendar, Kind, NeverWorks

ZERO = timedelta()
LINES_AT_MOST = 40  # of what is told, beside the pauses
PAUSES_AT_MOST = 20  # that have a line of their own
DETAILED_AT_MOST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a clock's life; both ends in UTC, the end not included."""

    kind: Kind | None
    """None where days, weeks or months are told in one: more than one kind may lie within."""
    begin: datetime
    end: datetime
    counted: timedelta
    """Working time in it."""
    total: timedelta
    """Working time since the clock began, this piece included."""
    why: str = ""
    """For what a pause was: one of `Waited`, or empty where nobody knows any more."""
    by: int | None = None
    """Who put it off."""
    names: tuple[str, ...] = ()
    """How the days of a holiday are called."""

    @property
    def length(self) -> timedelta:
        """Time that really passes in it."""
        return self.end - self.begin


class Unit(Enum):
    """In how large pieces a long life is told."""

    DAY = timedelta(days=1)
    WEEK = timedelta(weeks=1)
    MONTH = timedelta(days=30)
    YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The answer to «why is it due then?»."""

    past: list[Segment]
    """From the beginning until now, or until the clock was stopped."""
    ahead: list[Segment]
    """From there to the deadline, where it still lies ahead."""
    ends: datetime
    due: datetime | None
    """None while it is paused, and where the calendar has no such working time any more."""
    unit: Unit | None
    """None where every segment is told."""

    @property
    def worked(self) -> timedelta:
        """Working time that has counted."""
        return self.past[-1].total if self.past else ZERO

    @property
    def left(self) -> timedelta:
        """Working time from the end to the deadline."""
        return sum((one.counted for one in self.ahead), ZERO)


def ledger(promise: Promise, now: datetime) -> Ledger:
    """Tell a clock's life until now, and how it goes on to the deadline."""
    ends = max(promise.started_at, promise.stopped_at or promise.cancelled_at or now)
    try:
        full = due(promise)
    except NeverWorks:
        full = None
    cuts = [ends, *([full] if full else [])]
    unit, told = _told(promise, max(cuts), cuts)
    past = [one for one in told if one.end <= ends]
    return Ledger(past, told[len(past) :], ends, full, unit)


def segments(promise: Promise, until: datetime, cuts: Sequence[datetime] = ()) -> list[Segment]:
    """Return the clock's life until a moment in pieces of one kind each, without gaps; the cuts are edges too."""
    calendar, total = calendar_of(promise.calendar), ZERO
    found = []
    for begin, end, pause in _stretches(promise, until, cuts):
        if pause is not None:
            found.append(Segment(Kind.PAUSE, begin, end, ZERO, total, pause.why, pause.by))
            continue
        for piece in calendar.segments(begin, end):
            counted = piece.length if piece.kind == Kind.WORKING else ZERO
            total += counted
            names = _names(promise, piece.start, piece.end) if piece.kind == Kind.HOLIDAY else ()
            found.append(Segment(piece.kind, piece.start, piece.end, counted, total, names=names))
    return found


def folded(promise: Promise, until: datetime, unit: Unit, cuts: Sequence[datetime] = ()) -> list[Segment]:
    """Return the same life by days, weeks, months or years of the calendar's zone; pauses stand between them.

    Where there are too many pauses, they are told within the days, and `counted` is what they leave.
    """
    calendar = calendar_of(promise.calendar)
    paused = [(one.begin, one.end) for one in _stood_still(promise, until)]
    zone = ZoneInfo(promise.calendar.zone)
    whole = _stretches(promise, until, cuts)
    if len(paused) > PAUSES_AT_MOST:
        whole = [(begin, end, None) for begin, end in pairwise(_edges(promise.started_at, until, cuts))]
    found, before = [], ZERO
    for begin, end, pause in whole:
        if pause is not None:
            found.append(Segment(Kind.PAUSE, begin, end, ZERO, before, pause.why, pause.by))
            continue
        for one, two in pairwise(_edges(begin, end, beginnings(begin, end, zone, unit))):
            total = timedelta(seconds=calendar.between(promise.started_at, two, paused))
            found.append(Segment(_kind(calendar, one, two, total - before), one, two, total - before, total))
            before = total
    return found


def beginnings(begin: datetime, end: datetime, zone: ZoneInfo, unit: Unit) -> Iterator[datetime]:
    """Yield the moments between two others at which a day, week, month or year of the zone begins."""
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while (day := _next(day, unit)) <= last:
        yield datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _told(promise: Promise, until: datetime, cuts: Sequence[datetime]) -> tuple[Unit | None, list[Segment]]:
    """Choose pieces small enough to be told and few enough to be read."""
    still = _stood_still(promise, until)
    running = until - promise.started_at - sum((one.end - one.begin for one in still), ZERO)
    if running <= DETAILED_AT_MOST and len(still) <= PAUSES_AT_MOST:
        found = segments(promise, until, cuts)
        if len(found) <= LINES_AT_MOST:
            return None, found
    if len(still) > PAUSES_AT_MOST:
        running = until - promise.started_at
    unit = next((unit for unit in Unit if running <= LINES_AT_MOST * unit.value), Unit.YEAR)
    return unit, folded(promise, until, unit, cuts)


@dataclass(frozen=True, slots=True)
class _Still:
    """A pause as far as it lies in the life that is told."""

    begin: datetime
    end: datetime
    pause: Pause


def _stood_still(promise: Promise, until: datetime) -> list[_Still]:
    """Return the pauses until a moment, in order and without overlaps; an open one lasts."""
    found, at = [], promise.started_at
    for pause in sorted(pauses(promise), key=lambda pause: pause.begin):
        begin, end = max(pause.begin, at), min(pause.end or until, until)
        if begin < end:
            found.append(_Still(begin, end, pause))
            at = end
    return found


def _stretches(
    promise: Promise, until: datetime, cuts: Sequence[datetime]
) -> list[tuple[datetime, datetime, Pause | None]]:
    """Cut a life at its pauses and at some moments; each stretch is a pause, or none."""
    still = _stood_still(promise, until)
    inner = [edge for one in still for edge in (one.begin, one.end)]
    pause_at = {
        edge: one.pause for one in still for edge in (one.begin, *cuts) if one.begin <= edge < one.end
    }
    found = pairwise(_edges(promise.started_at, until, [*inner, *cuts]))
    return [(begin, end, pause_at.get(begin)) for begin, end in found]


def _edges(begin: datetime, end: datetime, inner: Iterable[datetime]) -> list[datetime]:
    """Return a stretch's ends with the moments inside, in order and each once; nothing where it is empty."""
    if end <= begin:
        return []
    return [begin, *sorted({edge for edge in inner if begin < edge < end}), end]


def _names(promise: Promise, begin: datetime, end: datetime) -> tuple[str, ...]:
    """Return what the days off of a stretch are called, each name once."""
    zone = ZoneInfo(promise.calendar.zone)
    first, last = begin.astimezone(zone).date(), (end - timedelta.resolution).astimezone(zone).date()
    dates = (first + timedelta(days=number) for number in range((last - first).days + 1))
    names = (promise.calendar.names.get(day.isoformat(), "") for day in dates)
    return tuple(dict.fromkeys(name for name in names if name))


def _kind(calendar: Calendar, begin: datetime, end: datetime, counted: timedelta) -> Kind | None:
    """Return the kind of a piece that is of one kind."""
    if counted:
        return Kind.WORKING if counted == end - begin else None
    found = calendar.segments(begin, end) if end - begin <= DETAILED_AT_MOST else []
    return found[0].kind if len(found) == 1 else None


def _next(day: date, unit: Unit) -> date:
    """Return the day on which the next day, week, month or year begins."""
    if unit is Unit.DAY:
        return day + timedelta(days=1)
    if unit is Unit.WEEK:
        return day + timedelta(days=7 - day.weekday())
    if unit is Unit.MONTH:
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)
