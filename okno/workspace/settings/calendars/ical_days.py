"""The days of a calendar as iCalendar (RFC 5545): days off all day long, hours and breaks as timed events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from okno.core import ical
from okno.core.ical import ONE_DAY
from okno.sla.actions.set_hours import DATES_AT_MOST, TOO_MANY_DATES
from okno.sla.days import Days, Spans
from okno.sla.year import FIRST, LAST
from okno.workspace.settings.calendars.reading import (
    KNOWN,
    Gathered,
    NotDays,
    What,
    not_too_large,
    wrong,
)

PRODUCT: Final = "-//Okno//Calendar//RU"
BREAK: Final = "BREAK"
LONGEST: Final = 366  # days of one event
REPEATS: Final = ("RRULE", "RDATE", "RECURRENCE-ID")
Found = tuple[int, list[str], What, list[list[str]], str]
"""The line of an event, its dates, what it makes of them, its hours, its name."""


def written(days: Days, *, zone: str, key: str, made_at: datetime) -> bytes:
    """Return the days as a file; `key` makes the events of this calendar differ from all others, for ever the same."""
    from icalendar import Calendar, Event  # here: few pages need it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for iso, day in sorted(days.items()):
        at = date.fromisoformat(iso)
        moments: list[tuple[Any, Any, str, str]] = []
        if day.is_off:
            moments.append((at, at + ONE_DAY, "DAY OFF", day.name or pgettext("in a calendar", "day off")))
        for begin, end in _moments(at, day.hours or (), zone):
            words = day.name or pgettext("in a calendar", "hours")
            moments.append((begin, end, "HOURS", words))
        for begin, end in _moments(at, day.breaks, zone):
            words = pgettext("in a calendar", "break")
            moments.append((begin, end, BREAK, (day.name if day.hours is None else "") or words))
        for number, (begin, end, category, words) in enumerate(moments, 1):
            event = Event()
            event.add("uid", f"{iso}-{number}-{key}")
            event.add("dtstamp", made_at.astimezone(UTC))
            event.add("dtstart", begin)
            event.add("dtend", end)
            event.add("summary", words)
            event.add("categories", [category])
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    if days:
        first, last = (date.fromisoformat(iso) for iso in (min(days), max(days)))
        calendar.add_missing_timezones(first_date=first, last_date=last + ONE_DAY)
    return bytes(calendar.to_ical())


def read(content: bytes, *, week: dict[str, Any], zone: str) -> Days:
    """Return the days of a file; raises NotDays with the line, NotCalendar, TooMuch. Times are told by the clocks of the zone."""
    not_too_large(content)
    lines = [number for number, line in enumerate(content.splitlines(), 1) if _begins(line)]
    if len(lines) > DATES_AT_MOST:
        raise NotDays(TOO_MANY_DATES)
    gathered = Gathered(week)
    timed: dict[tuple[str, What], Found] = {}
    for line, event in zip(lines, ical.events(content), strict=False):
        found = _found(line, event, ZoneInfo(zone))
        if found is None:
            continue
        key = found[1][0], found[2]
        if found[2] is What.OFF:
            gathered.add(*found)
        elif key in timed:
            timed[key][3].extend(found[3])
        else:
            timed[key] = found
    for one in timed.values():
        gathered.add(*one)
    if not gathered.days:
        raise NotDays(_("There is no date in the file."))
    return gathered.days


def _begins(line: bytes) -> bool:
    return line.strip().upper() == b"BEGIN:VEVENT"


def _found(line: int, event: Any, zone: ZoneInfo) -> Found | None:
    """Return what an event says; None where it was cancelled."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    if any(name in event for name in REPEATS):
        raise wrong(line, _("the event repeats itself; write out every date."))
    try:
        begin, end = ical.ends(event)
    except ical.NotCalendar as error:
        raise wrong(line, error) from None
    if not FIRST <= begin.year <= end.year <= LAST + 1:
        raise wrong(line, _("only the years 2000 to 2100 are counted."))
    words = str(event.get("SUMMARY", ""))
    name = "" if words.casefold() in KNOWN else words
    if not isinstance(begin, datetime):
        days = (end - begin).days
        if not 0 < days <= LONGEST:
            raise wrong(line, _("the last day comes after the first, within a year."))
        return line, [(begin + timedelta(days=more)).isoformat() for more in range(days)], What.OFF, [], name
    what = (
        What.BREAK if BREAK in _categories(event) or KNOWN.get(words.casefold()) is What.BREAK else What.HOURS
    )
    first, last = _wall(begin, zone), _wall(end, zone)
    if not timedelta(0) < last - first <= ONE_DAY:
        raise wrong(line, _("an event with times ends after it begins, within a day."))
    to = "24:00" if last.time() == time(0) else _clock(last)
    return line, [first.date().isoformat()], what, [[_clock(first), to]], name


def _moments(at: date, hours: Spans, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Yield the hours of a day as moments; what ends before it begins ends on the next day."""
    for begin, end in hours:
        first = datetime.combine(at, time.fromisoformat(begin), ZoneInfo(zone))
        is_over = end == "24:00" or end <= begin
        until = time(0) if end == "24:00" else time.fromisoformat(end)
        yield first, datetime.combine(at + ONE_DAY if is_over else at, until, ZoneInfo(zone))


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clocks of the zone show; a moment without a zone, or of this one, says it itself."""
    if moment.tzinfo is None or getattr(moment.tzinfo, "key", None) == zone.key:
        return moment.replace(tzinfo=None)
    return moment.astimezone(zone).replace(tzinfo=None)


def _categories(event: Any) -> set[str]:
    found = event.get("CATEGORIES", ())
    lists = found if isinstance(found, list) else [found]
    return {str(word).upper() for one in lists for word in getattr(one, "cats", ())}


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
