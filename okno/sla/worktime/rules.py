"""From plain data to checked rules: a calendar's zone, week, holidays, breaks and exceptions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from okno.sla.worktime.errors import BadCalendar, NeverWorks, Why

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400

PARTS = frozenset({"zone", "week", "holidays", "breaks", "exceptions"})
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Span = tuple[int, int]
"""Seconds from the midnight of a day on the wall; the end is past one day where it goes over midnight."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked calendar. Dates are proleptic ordinals, so that a day's number is also its weekday."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[int]
    breaks: Mapping[int, tuple[Span, ...]]
    exceptions: Mapping[int, tuple[Span, ...]]

    def of_day(self, ordinal: int) -> tuple[Span, ...]:
        """Return what is planned to begin on a day, before breaks by date."""
        special = self.exceptions.get(ordinal)
        if special is not None:
            return special
        return () if ordinal in self.holidays else self.week[(ordinal - 1) % 7]

    def is_special(self, ordinal: int) -> bool:
        """True when the date itself decides about the day, and not its weekday."""
        return ordinal in self.exceptions or ordinal in self.holidays

    @property
    def last_year(self) -> int | None:
        """The last year with any work in it, or None where the week goes on for ever."""
        if any(self.week):
            return None
        return max(date.fromordinal(day).year for day, spans in self.exceptions.items() if spans) + 1


def read(plain: Mapping[str, Any]) -> Rules:
    """Check plain data; raises BadCalendar with the part that is wrong, NeverWorks for an empty week."""
    table(plain, "calendar")
    for name in plain:
        if name not in PARTS:
            raise BadCalendar("calendar", repr(name), Why.UNKNOWN)
    rules = Rules(
        zone=read_zone(plain.get("zone")),
        week=read_week(plain.get("week") or {}),
        holidays=read_holidays(plain.get("holidays") or ()),
        breaks=read_dates(plain.get("breaks") or {}, "breaks", overlaps=True),
        exceptions=read_dates(plain.get("exceptions") or {}, "exceptions"),
    )
    if not any(rules.week) and not any(rules.exceptions.values()):
        raise NeverWorks("week: the calendar has no working hours at all")
    return rules


def write(rules: Rules) -> dict[str, Any]:
    """Return the plain data of rules, in one normal form, ready for JSON."""
    return {
        "zone": rules.zone.key,
        "week": {name: show(spans) for name, spans in zip(WEEKDAYS, rules.week, strict=True) if spans},
        "holidays": [date.fromordinal(day).isoformat() for day in sorted(rules.holidays)],
        "breaks": {
            date.fromordinal(day).isoformat(): show(rules.breaks[day]) for day in sorted(rules.breaks)
        },
        "exceptions": {
            date.fromordinal(day).isoformat(): show(rules.exceptions[day]) for day in sorted(rules.exceptions)
        },
    }


def read_zone(name: object) -> ZoneInfo:
    """Find a zone by its IANA name."""
    if isinstance(name, ZoneInfo) and name.key:
        return name
    if not name:
        raise BadCalendar("zone", "", Why.MISSING)
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):  # unknown, a path upwards, a folder of the zone database
        raise BadCalendar("zone", repr(name)[:80], Why.NO_SUCH_ZONE) from None


def read_week(week: object) -> tuple[tuple[Span, ...], ...]:
    """Read the seven days; an interval over midnight may not run into the next day's hours."""
    plain = table(week, "week")
    for name in plain:
        if name not in WEEKDAYS:
            raise BadCalendar("week", repr(name)[:80], Why.NOT_A_WEEKDAY)
    days = [read_spans(plain.get(name) or (), f"week.{name}") for name in WEEKDAYS]
    for number, name in enumerate(WEEKDAYS):
        following = days[(number + 1) % 7]
        if days[number] and following and days[number][-1][1] - DAY > following[0][0]:
            raise BadCalendar(f"week.{name}", clock(days[number][-1]), Why.OVERLAP)
    return tuple(days)


def read_holidays(holidays: object) -> frozenset[int]:
    """Read a list of dates."""
    if isinstance(holidays, str | bytes | Mapping) or not hasattr(holidays, "__iter__"):
        raise BadCalendar("holidays", "", Why.NOT_A_LIST)
    return frozenset(read_date(day, "holidays") for day in holidays)


def read_dates(days: object, part: str, *, overlaps: bool = False) -> dict[int, tuple[Span, ...]]:
    """Read a table from dates to their intervals."""
    found: dict[int, tuple[Span, ...]] = {}
    for day, spans in table(days, part).items():
        ordinal = read_date(day, part)
        if ordinal in found:
            raise BadCalendar(part, str(day), Why.REPEATED)
        found[ordinal] = read_spans(spans or (), f"{part}.{day}", overlaps=overlaps)
    return found


def read_date(day: object, part: str) -> int:
    """Read a date, or its ISO text, as an ordinal."""
    if isinstance(day, date):
        return day.toordinal()
    if isinstance(day, str) and DATE.fullmatch(day):
        try:
            return date.fromisoformat(day).toordinal()
        except ValueError:
            pass
    raise BadCalendar(part, repr(day)[:80], Why.NOT_A_DATE)


def read_spans(spans: object, part: str, *, overlaps: bool = False) -> tuple[Span, ...]:
    """Read one day's intervals in the order of the clock."""
    if isinstance(spans, str | bytes) or not isinstance(spans, Sequence):
        raise BadCalendar(part, "", Why.NOT_A_LIST)
    found = sorted(read_span(span, part) for span in spans)
    for one, next_one in pairwise(found):
        if not overlaps and one[1] > next_one[0]:
            raise BadCalendar(part, f"{clock(one)} {clock(next_one)}", Why.OVERLAP)
    return tuple(found)


def read_span(span: object, part: str) -> Span:
    """Read one pair of times; an end before the beginning is on the next day."""
    if isinstance(span, str | bytes) or not isinstance(span, Sequence) or len(span) != 2:  # noqa: PLR2004
        raise BadCalendar(part, repr(span)[:80], Why.NOT_AN_INTERVAL)
    begin, end = (read_time(time, part) for time in span)
    if begin == DAY:
        raise BadCalendar(part, repr(span[0]), Why.NOT_A_TIME)
    if begin == end:
        raise BadCalendar(part, clock((begin, end)), Why.EMPTY)
    return (begin, end) if begin < end else (begin, end + DAY)


def read_time(time: object, part: str) -> int:
    """Read HH:MM or HH:MM:SS, 24:00 included, as seconds since midnight."""
    match = TIME.fullmatch(time) if isinstance(time, str) else None
    if match:
        hour, minute, second = (int(group or 0) for group in match.groups())
        total = hour * 3600 + minute * 60 + second
        if minute < 60 and second < 60 and total <= DAY:  # noqa: PLR2004
            return total
    raise BadCalendar(part, repr(time)[:80], Why.NOT_A_TIME)


def table(plain: object, part: str) -> Mapping[Any, Any]:
    """Return a mapping or refuse."""
    if not isinstance(plain, Mapping):
        raise BadCalendar(part, "", Why.NOT_A_TABLE)
    return plain


def show(spans: tuple[Span, ...]) -> list[list[str]]:
    """Write one day's intervals as pairs of times."""
    return [clock(span).split("-") for span in spans]


def clock(span: Span) -> str:
    """Write an interval as on a shop's door: 09:00-18:00."""
    begin, end = span
    return f"{time_text(begin)}-{time_text(end if end <= DAY else end - DAY)}"


def time_text(second: int) -> str:
    """Write seconds since midnight as HH:MM, with seconds only where there are some."""
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return f"{text}:{second % 60:02}" if second % 60 else text
