"""The Russian production calendar: days off, moved days and short days before holidays.

The days off and their moves by the government's decrees come from the `holidays` library. What it does not
know is derived here from the law:

- Labour Code, article 95: the working day right before a public holiday is one hour shorter.
- Order 588n of 13 August 2009: where a day off is moved, the Saturday that is worked instead is as long as
  the day that is off instead; so Saturday 1 November 2025, worked for the eve of Unity Day, is short too.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from okno.sla import days
from okno.sla.worktime import WEEKDAYS
from okno.sla.worktime.rules import DAY, read_span, time_text

Week = Mapping[str, Sequence[Sequence[str]]]
Hours = list[list[str]]

OFFICE_WEEK: Week = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in WEEKDAYS[:5]}
FIRST_YEAR = 2005
"""Earlier years have other public holidays and moves; no desk counts in them."""

PUBLIC: Final = {
    **{(1, day): _("New Year holidays") for day in (1, 2, 3, 4, 5, 6, 8)},
    (1, 7): _("Christmas"),
    (2, 23): _("Defender of the Fatherland Day"),
    (3, 8): _("International Women’s Day"),
    (5, 1): _("Spring and Labour Day"),
    (5, 9): _("Victory Day"),
    (6, 12): _("Russia Day"),
    (11, 4): _("Unity Day"),
}
"""Month and day of the public holidays: Labour Code, article 112, as it has been since 2013."""

MOVED = re.compile(r"перенесено с (\d{2})\.(\d{2})\.(\d{4})")
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Year(NamedTuple):
    """What the law and the decrees say about a year."""

    off: dict[date, str]
    """Every day off with its name in Russian: public holidays and days to which a day off is moved."""
    public: frozenset[date]
    """Public holidays of the Labour Code, 1 January of the next year too."""
    worked: dict[date, date]
    """Days of a weekend that are worked, each with the weekday that is off instead."""


def production_calendar(
    year: int, *, week: Week = OFFICE_WEEK, short: Collection[date] | None = None
) -> tuple[list[str], dict[str, Hours]]:
    """Return (holidays, exceptions) of a year: plain data for the parts of a calendar that have these names.

    The exceptions are the short days and the weekend days that are worked, with the hours of the given week.
    `short` replaces the short days that the law gives, where a company or a region has its own.
    """
    facts = of_year(year)
    wanted = short_days(year) if short is None else short
    exceptions: dict[str, Hours] = {}
    for day in sorted({*facts.worked, *wanted}):
        hours = hours_of(week, facts.worked.get(day, day))
        if hours and day not in facts.off:
            exceptions[day.isoformat()] = an_hour_less(hours) if day in wanted else hours
    return [day.isoformat() for day in sorted(facts.off)], exceptions


def short_days(year: int) -> list[date]:
    """Return the working days of a five-day week that the law makes an hour shorter."""
    facts = of_year(year)
    eves = {day - ONE_DAY for day in facts.public if (day - ONE_DAY).year == year}
    ordinary = {
        day for day in eves if day not in facts.off and (day.weekday() < SATURDAY or day in facts.worked)
    }
    return sorted(ordinary | {day for day, instead in facts.worked.items() if instead in eves})


def names(year: int) -> dict[date, str]:
    """Return every day off of a year with its name in Russian."""
    return dict(of_year(year).off)


def put(
    plain: Mapping[str, Any], year: int, *, everywhere: bool = False
) -> tuple[dict[str, Any], list[days.Difference]]:
    """Return the parts of a calendar with this year as the production calendar has it, and the dates people have set otherwise.

    What was put in for the year before is replaced; what people wrote by hand stays, unless `everywhere`.
    """
    now = days.days_of(plain)
    earlier = days.days_of((plain.get("production") or {}).get(str(year)) or {})
    if not earlier.keys() & now.keys():
        earlier = {}  # somebody has taken the whole year out
    holidays, exceptions = production_calendar(year, week=plain.get("week") or {})
    newer = {"holidays": holidays, "exceptions": exceptions}
    called = {day.isoformat(): name for day, name in names(year).items()}
    laid = days.laid_over(now, earlier, days.days_of({**newer, "names": called}), everywhere=everywhere)
    production = {**(plain.get("production") or {}), str(year): newer}
    return {**days.plain_of(laid.days), "production": dict(sorted(production.items()))}, laid.kept


def follows(holidays: Collection[str], year: int) -> bool:
    """True where most of the public holidays of the year are days off: the calendar goes by the production calendar."""
    public = {date(year, month, day).isoformat() for month, day in PUBLIC}
    return 2 * len(public & set(holidays)) > len(public)


def knows(holidays: Collection[str], year: int) -> bool:
    """True where the year is in the calendar with the moved days: a decree moves some in every year."""
    found = (date.fromisoformat(day) for day in holidays if day.startswith(f"{year:04}-"))
    moved = any(day.weekday() < SATURDAY and (day.month, day.day) not in PUBLIC for day in found)
    return moved and follows(holidays, year)


def is_loaded(year: int) -> bool:
    """True when the government's decree about the moved days of the year is known to the library."""
    return year >= FIRST_YEAR and any(MOVED.search(name) for name in of_year(year).off.values())


@lru_cache(maxsize=64)
def of_year(year: int) -> Year:
    """Ask the library about a year; ValueError before 2005."""
    if year < FIRST_YEAR:
        raise ValueError(f"the Russian production calendar begins with {FIRST_YEAR}, not {year}")
    import holidays as library  # here: it knows all countries, and takes half a second that few commands need

    found = library.country_holidays("RU", years=(year, year + 1), language="ru")
    off = {day: found[day] for day in found if day.year == year}
    moves = {day: match for day, name in off.items() if (match := MOVED.search(name))}
    worked = {}
    for instead, match in moves.items():
        moved_from = date(int(match[3]), int(match[2]), int(match[1]))
        if moved_from in found.weekend_workdays:
            worked[moved_from] = instead
    public = frozenset(day for day in off if day not in moves and "выходной" not in off[day].lower())
    return Year(off, public | {date(year + 1, 1, 1)}, worked)


def hours_of(week: Week, day: date) -> Hours:
    """Return a week's hours on the weekday of a date."""
    return [list(span) for span in week.get(WEEKDAYS[day.weekday()], ())]


def an_hour_less(hours: Hours) -> Hours:
    """Take the last working hour away from a day."""
    left, seconds = [list(span) for span in hours], 3600
    while left and seconds:
        begin, end = read_span(left[-1], "hours")
        if end - begin > seconds:
            left[-1][1] = time_text((end - seconds) % DAY)
            return left
        seconds -= end - begin
        left.pop()
    return left
