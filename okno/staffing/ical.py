"""Hours and absences as iCalendar (RFC 5545): written for calendar programs, absences read from their files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from okno.core import ical
from okno.core.ical import NotCalendar
from okno.core.refusals import TooMuch
from okno.staffing.models import Reason
from okno.staffing.roster import Away, Duty

PRODUCT: Final = "-//Okno//Shifts//RU"
BEFORE, AHEAD = timedelta(days=14), timedelta(days=60)
BYTES_AT_MOST: Final = 512 * 1024
EVENTS_AT_MOST: Final = 200
LONGEST: Final = timedelta(days=366)
# What people write in the name of an absence, in small letters.
NAMED: Final = {
    Reason.SICK: ("больн", "болез", "sick", "ill"),
    Reason.HOLIDAY: ("отпуск", "holiday", "vacation", "leave"),
    Reason.TRAINING: ("обуч", "учёб", "учеб", "курс", "training", "course"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A person in a calendar: how called, when at work."""

    pk: int
    name: str
    duty: Duty


def written(people: Iterable[Planned], now: datetime, *, named: bool) -> bytes:
    """Return the hours and absences of some weeks; with the names where they are of several people.

    Why somebody is away is not told: a calendar program may be anywhere.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", pgettext("name of a calendar", "Shifts"))
    start, end = now - BEFORE, now + AHEAD
    for person in people:
        who = f"{person.name}: " if named else ""
        for begin, stop in person.duty.spans(start, end):
            calendar.add_component(
                _event(person.pk, "S", begin, stop, who + pgettext("in a calendar", "shift"), now)
            )
        for away in person.duty.aways:
            if away.starts_at < end and (away.ends_at is None or start < away.ends_at):
                words = who + pgettext("in a calendar", "away")
                calendar.add_component(
                    _event(person.pk, "A", away.starts_at, away.ends_at or end, words, now)
                )
    return bytes(calendar.to_ical())


def read(content: bytes, zone: ZoneInfo) -> list[Away]:
    """Return the absences of a file, in order; raises NotCalendar with the number of the event, TooMuch."""
    if len(content) > BYTES_AT_MOST:
        raise TooMuch(_("A file of absences is never so large."))
    events = ical.events(content)
    if len(events) > EVENTS_AT_MOST:
        raise TooMuch(
            _("More than %(count)d absences are too many for one file.") % {"count": EVENTS_AT_MOST}
        )
    found = [_absence(number, event, zone) for number, event in enumerate(events, 1)]
    if not found:
        raise NotCalendar(_("There is no event in the file."))
    return sorted(found, key=lambda away: away.starts_at)


def _event(pk: int, kind: str, begin: datetime, end: datetime, words: str, now: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{kind}{begin:%Y%m%dT%H%M}-{pk}@okno")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", begin.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", words)
    event.add("transp", "TRANSPARENT" if kind == "S" else "OPAQUE")
    return event


def _absence(number: int, event: Any, zone: ZoneInfo) -> Away:
    try:
        begin, end = (_moment(told, zone) for told in ical.ends(event))
    except NotCalendar:
        raise NotCalendar(_("Event %(number)d does not tell when it is.") % {"number": number}) from None
    if "RRULE" in event or "RDATE" in event:
        raise NotCalendar(_("Event %(number)d repeats itself; write out every absence.") % {"number": number})
    if not timedelta(0) < end - begin <= LONGEST:
        raise NotCalendar(
            _("Event %(number)d ends before it begins, or lasts over a year.") % {"number": number}
        )
    return Away(_reason(str(event.get("SUMMARY", ""))), begin, end)


def _moment(told: date | datetime, zone: ZoneInfo) -> datetime:
    """Return a date as its midnight, a moment without a zone by the clocks of this one."""
    moment = told if isinstance(told, datetime) else datetime.combine(told, time(0))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _reason(words: str) -> str:
    said = words.casefold()
    return next(_fitting(said), Reason.OTHER).value


def _fitting(said: str) -> Iterator[Reason]:
    return (reason for reason, names in NAMED.items() if any(name in said for name in names))
