"""Working hours as people write them: «9–13, 14–18» for a day, «01.05.2027 выходной» for a date; and back. Pure text."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from okno.sla.worktime import WEEKDAYS

Hours = list[list[str]]
LONGEST_RANGE = 366  # days

SHORT_DAYS = {
    "mon": pgettext_lazy("short weekday", "Mon"),
    "tue": pgettext_lazy("short weekday", "Tue"),
    "wed": pgettext_lazy("short weekday", "Wed"),
    "thu": pgettext_lazy("short weekday", "Thu"),
    "fri": pgettext_lazy("short weekday", "Fri"),
    "sat": pgettext_lazy("short weekday", "Sat"),
    "sun": pgettext_lazy("short weekday", "Sun"),
}
INTERVAL = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
DATE = r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}"
LINE = re.compile(rf"({DATE})(?:\s*[-–—]\s*({DATE}))?\s*:?\s*(.*)", re.ASCII | re.DOTALL)
OFF = frozenset({"", "выходной", "выходные", "day off", "days off", "off"})
BREAK = re.compile(r"(?:перерыв|break)\s*:?\s*", re.IGNORECASE)


class NotHours(ValueError):
    """What cannot be read; the message is in the reader's words."""


def read_hours(text: str) -> Hours:
    """Read the hours of a day, nothing for a day off; raises NotHours."""
    found = []
    for part in filter(None, (one.strip() for one in re.split(r"[,;]", text))):
        match = INTERVAL.fullmatch(part)
        if match is None:
            raise NotHours(_("“%(words)s” is not an interval like 09:00–18:00.") % {"words": part[:40]})
        begin, begin_minute, end, end_minute = match.groups()
        found.append([f"{int(begin):02}:{begin_minute or '00'}", f"{int(end):02}:{end_minute or '00'}"])
    return found


def hours_text(hours: Iterable[Iterable[str]]) -> str:
    """Write the hours of a day: 09:00–13:00, 14:00–18:00."""
    return ", ".join("–".join(span) for span in hours)


def read_dates(text: str) -> dict[str, Any]:
    """Read a line for each date or range of dates into the parts of a calendar; raises NotHours with the number of the line."""
    holidays: set[str] = set()
    exceptions: dict[str, Hours] = {}
    breaks: dict[str, Hours] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            days, words = dates_of(line.strip())
            if words.casefold() in OFF:
                holidays |= set(days)
            elif start := BREAK.match(words):
                breaks |= dict.fromkeys(days, read_hours(words[start.end() :]))
            else:
                exceptions |= dict.fromkeys(days, read_hours(words))
        except ValueError as error:
            raise NotHours(_("Line %(number)d: %(error)s") % {"number": number, "error": error}) from None
    return {"holidays": sorted(holidays), "exceptions": exceptions, "breaks": breaks}


def dates_of(line: str) -> tuple[list[str], str]:
    """Return the dates with which a line begins, one or a range, and the words behind them; raises NotHours."""
    match = LINE.fullmatch(line)
    if match is None:
        raise NotHours(_("begin with a date like 31.12.2026."))
    first = _date(match[1])
    last = _date(match[2]) if match[2] else first
    if not first <= last <= first + timedelta(days=LONGEST_RANGE):
        raise NotHours(_("the last day comes after the first, within a year."))
    days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
    return [day.isoformat() for day in days], match[3].strip()


def dates_text(plain: dict[str, Any]) -> str:
    """Write the dates of a calendar, a line each; days off that follow one another are one range."""
    lines: list[tuple[str, str]] = []
    for first, last in _ranges(plain.get("holidays") or ()):
        span = _day(first) if first == last else f"{_day(first)}–{_day(last)}"
        lines.append((first, f"{span} {pgettext('in a calendar', 'day off')}"))
    for day, hours in (plain.get("exceptions") or {}).items():
        lines.append((day, f"{_day(day)} {hours_text(hours) or pgettext('in a calendar', 'day off')}"))
    for day, hours in (plain.get("breaks") or {}).items():
        lines.append((day, f"{_day(day)} {pgettext('in a calendar', 'break')} {hours_text(hours)}"))
    return "\n".join(line for _key, line in sorted(lines))


def names_text(names: dict[str, str]) -> str:
    """Write the names of days, a line each."""
    return "\n".join(f"{_day(iso)} {name}" for iso, name in sorted(names.items()))


def week_text(week: dict[str, Hours]) -> str:
    """Write the week as on a shop's door: пн–пт 09:00–18:00; сб 10:00–14:00."""
    told = []
    for hours, group in groupby(WEEKDAYS, key=lambda day: hours_text(week.get(day) or ())):
        days = list(group)
        if hours:
            names = str(SHORT_DAYS[days[0]]) + (f"–{SHORT_DAYS[days[-1]]}" if len(days) > 1 else "")
            told.append(f"{names} {hours}")
    return "; ".join(told)


def _date(words: str) -> date:
    try:
        if "-" in words:
            return date.fromisoformat(words)
        day, month, year = map(int, words.split("."))
        return date(year, month, day)
    except ValueError:
        raise NotHours(_("%(words)s is not a date of the calendar.") % {"words": words}) from None


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"


def _ranges(days: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield first and last of days that follow one another."""
    first = last = None
    for day in sorted(map(date.fromisoformat, days)):
        if last is not None and day - last == timedelta(days=1):
            last = day
            continue
        if first is not None and last is not None:
            yield first.isoformat(), last.isoformat()
        first = last = day
    if first is not None and last is not None:
        yield first.isoformat(), last.isoformat()
