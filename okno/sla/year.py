"""A year of a calendar, day by day, with the sums that production calendars print: working days and hours. No writing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from okno.sla import russia
from okno.sla.days import ORDINARY, Day, Spans, days_of, spans
from okno.sla.worktime import WEEKDAYS, Calendar

FIRST, LAST = 2000, 2100
ONE_DAY: Final = timedelta(days=1)
HOUR: Final = 3600


class Kind(StrEnum):
    """What a day is, and why."""

    WORKING = "working"
    WEEKEND = "weekend"  # a weekday without hours
    HOLIDAY = "holiday"  # a public holiday of Russia, or a day off that has a name of its own
    MOVED = "moved"  # a day off that was moved here
    OFF = "off"  # a day off by its date, nobody has said why
    WORKED = "worked"  # a day of the weekend with hours
    SHORT = "short"  # an hour less than the week has
    OWN = "own"  # hours of its own
    BREAK = "break"  # the hours of the week with a break of its own


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of the year."""

    date: date
    kind: Kind
    hours: Spans
    """As they are told in the calendar; from them the breaks are cut out."""
    breaks: Spans
    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that follow one another, with their sums."""

    days: tuple[YearDay, ...]

    @property
    def first(self) -> date:
        """The first of the days."""
        return self.days[0].date

    @property
    def working_days(self) -> int:
        """How many of them are worked."""
        return sum(day.seconds > 0 for day in self.days)

    @property
    def hours(self) -> float:
        """How many hours are worked."""
        return sum(day.seconds for day in self.days) / HOUR

    @property
    def weeks(self) -> list[list[YearDay | None]]:
        """The days in weeks from Monday on; what belongs to no day is None."""
        line: list[YearDay | None] = [None] * self.first.weekday()
        line += self.days
        line += [None] * (-len(line) % 7)
        return [line[start : start + 7] for start in range(0, len(line), 7)]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months."""

    number: int
    months: tuple[Stretch, ...]
    whole: Stretch


@dataclass(frozen=True, slots=True)
class Year:
    """A year on one page."""

    number: int
    quarters: tuple[Quarter, ...]
    whole: Stretch


def year_of(plain: Mapping[str, Any], calendar: Calendar, number: int) -> Year:
    """Return the year of a calendar; `plain` is its plain form, `calendar` the same prepared for counting."""
    whole = tuple(_days(plain, calendar, number))
    months = [Stretch(tuple(found)) for _month, found in groupby(whole, key=lambda day: day.date.month)]
    quarters = []
    for start in range(0, len(months), 3):
        of_quarter = tuple(months[start : start + 3])
        together = Stretch(tuple(day for month in of_quarter for day in month.days))
        quarters.append(Quarter(start // 3 + 1, of_quarter, together))
    return Year(number, tuple(quarters), Stretch(whole))


def _days(plain: Mapping[str, Any], calendar: Calendar, number: int) -> Iterator[YearDay]:
    special = days_of(plain)
    week = {day: spans((plain.get("week") or {}).get(day) or ()) for day in WEEKDAYS}
    at = date(number, 1, 1)
    midnight = _midnight(at, calendar)
    while at.year == number:
        following = _midnight(at + ONE_DAY, calendar)
        day, usual = special.get(at.isoformat(), ORDINARY), week[WEEKDAYS[at.weekday()]]
        hours = usual if day.hours is None else day.hours
        yield YearDay(
            date=at,
            kind=kind_of(at, day, usual),
            hours=hours,
            breaks=day.breaks,
            name=day.name,
            seconds=calendar.between(midnight, following),
        )
        at, midnight = at + ONE_DAY, following


def kind_of(at: date, day: Day, usual: Spans) -> Kind:
    """Say what a day is, next to the usual hours of its weekday."""
    if day.hours is None:
        return Kind.BREAK if day.breaks and usual else Kind.WORKING if usual else Kind.WEEKEND
    if not day.hours:
        if russia.MOVED.search(day.name):
            return Kind.MOVED
        return Kind.HOLIDAY if day.name or (at.month, at.day) in russia.PUBLIC else Kind.OFF
    if not usual:
        return Kind.WORKED
    shorter = [tuple(span) for span in russia.an_hour_less([list(span) for span in usual])]
    return Kind.SHORT if list(day.hours) == shorter else Kind.OWN


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=calendar.zone)
