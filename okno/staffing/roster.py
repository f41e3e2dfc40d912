"""Who is at work when: plans and absences in, answers out. Pure: plain data and calendars, no database.

A plan counts on the dates on which it is in force; on a date on which none of a person's plans is, the desk's usual hours do.
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from okno.sla import russia
from okno.sla.worktime import Calendar, Kind, prepared

LOOKS_AHEAD = timedelta(days=42)  # whoever does not come within six weeks is not waited for
Span = tuple[datetime, datetime]
LONG_AGO = datetime(1900, 1, 2, tzinfo=UTC)
FAR_AWAY = datetime(2199, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """The hours of one shift, and the dates on which they are in force."""

    calendar: Calendar
    begins_on: date | None = None
    ends_on: date | None = None
    name: str = ""

    def reign(self) -> Span:
        """Return from when until when the plan is in force."""
        begin = _midnight(self.begins_on, self.calendar) if self.begins_on else LONG_AGO
        end = _midnight(self.ends_on + timedelta(days=1), self.calendar) if self.ends_on else FAR_AWAY
        return begin, end


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: why, from when until when, who stands in."""

    reason: str
    starts_at: datetime
    ends_at: datetime | None = None
    substitute: int | None = None

    def covers(self, moment: datetime) -> bool:
        """True while it lasts."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class Duty:
    """When one person is at work."""

    usual: Calendar
    plans: tuple[Plan, ...] = ()
    aways: tuple[Away, ...] = ()

    def is_on_shift(self, moment: datetime) -> bool:
        """True within the hours that the person works, away or not."""
        return any(calendar.is_working(moment) for calendar in self._in_force(moment))

    def away_at(self, moment: datetime) -> Away | None:
        """Return the absence that covers the moment; of several the one that lasts longest."""
        covering = [away for away in self.aways if away.covers(moment)]
        return max(covering, key=lambda away: away.ends_at or FAR_AWAY, default=None)

    def is_there(self, moment: datetime) -> bool:
        """True for who is on shift and not away."""
        return self.away_at(moment) is None and self.is_on_shift(moment)

    def leaves_at(self, moment: datetime) -> datetime:
        """Return when a shift ends or an absence begins next; within six weeks always some moment to look again."""
        spans = self.spans(moment, moment + LOOKS_AHEAD)
        return spans[0][1] if spans else moment + LOOKS_AHEAD

    def comes_at(self, moment: datetime) -> datetime | None:
        """Return the moment itself for who is there, or when the person comes next; None where not within six weeks."""
        spans = self.spans(moment, moment + LOOKS_AHEAD)
        return spans[0][0] if spans else None

    def spans(self, start: datetime, end: datetime) -> list[Span]:
        """Return when the person is there between two moments, in order and without overlaps."""
        edges = {start, end}
        for plan in self.plans:
            edges |= {edge for edge in plan.reign() if start < edge < end}
        line = sorted(edges)
        worked = [
            (piece.start, piece.end)
            for begin, stop in itertools.pairwise(line)
            for calendar in self._in_force(begin)
            for piece in calendar.segments(begin, stop)
            if piece.kind is Kind.WORKING
        ]
        absent = [(away.starts_at, away.ends_at or FAR_AWAY) for away in self.aways]
        return list(_without(joined(worked), joined(absent)))

    def full_at(self, start: datetime, seconds: int) -> datetime:
        """Return the moment at which so many seconds of shifts are over since the start, away or not; bounded by six weeks."""
        left = timedelta(seconds=seconds)
        for begin, end in Duty(self.usual, self.plans).spans(start, start + LOOKS_AHEAD):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        return start + LOOKS_AHEAD

    def _in_force(self, moment: datetime) -> list[Calendar]:
        """Return the calendars by which the person works at a moment."""
        found = [plan.calendar for plan in self.plans if plan.reign()[0] <= moment < plan.reign()[1]]
        return found or [self.usual]


def hours_of(
    week: dict[str, Any],
    *,
    zone: str,
    holidays: Iterable[str] = (),
    working_days: dict[str, Any] | None = None,
) -> Calendar:
    """Return the calendar of a shift: its week, without the days off, and with the days that were made working ones.

    A working day by date (a Saturday in the place of a moved holiday) is worked by whoever has no hours on that weekday.
    """
    extra = {
        iso: hours
        for iso, hours in (working_days or {}).items()
        if hours and not russia.hours_of(week, date.fromisoformat(iso)) and any(week.values())
    }
    plain = {"zone": zone, "week": week, "holidays": sorted(holidays), "exceptions": extra}
    return prepared(json.dumps(plain, sort_keys=True))


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(0), calendar.zone).astimezone(UTC)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _without(spans: Iterable[Span], holes: list[Span]) -> Iterator[Span]:
    """Yield what is left of spans when holes are cut out of them."""
    for begin, end in spans:
        for low, high in holes:
            if high <= begin or end <= low:
                continue
            if begin < low:
                yield begin, low
            begin = max(begin, high)  # noqa: PLW2901 - the rest of the span is looked at further
            if begin >= end:
                break
        if begin < end:
            yield begin, end
