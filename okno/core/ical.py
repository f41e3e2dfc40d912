"""Files of calendar programs (RFC 5545), as strangers write them: bounded bytes in, events out."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput

ONE_DAY: Final = timedelta(days=1)


class NotCalendar(BadInput):
    message = _("The file is damaged, or it is not an iCalendar file.")


def events(content: bytes) -> list[Any]:
    """Return the events of a file; raises NotCalendar for whatever the library cannot read."""
    from icalendar import Calendar  # here: few pages need it

    try:
        calendar = Calendar.from_ical(content.decode("utf-8-sig"))
        return list(calendar.walk("VEVENT")) if calendar.name == "VCALENDAR" else []
    except UnicodeDecodeError:
        raise NotCalendar(_("This is not a text file in UTF-8.")) from None
    except Exception:  # noqa: BLE001 - a file of strangers, read by a library
        raise NotCalendar from None


def ends(event: Any) -> tuple[Any, Any]:
    """Return when an event begins and ends: two dates, or two moments that both have a zone or both none.

    Without an end a date lasts a day and a moment no time at all (RFC 5545, 3.6.1). Raises NotCalendar.
    """
    try:
        begin: Any = event["DTSTART"].dt
        is_moment = isinstance(begin, datetime)
        if "DTEND" in event:
            end = event["DTEND"].dt
        elif "DURATION" in event:
            end = begin + event["DURATION"].dt
        else:
            end = begin
        if not is_moment and end == begin:
            end = begin + ONE_DAY  # written as its own end by many, against the standard
        is_pair = _are_moments(begin, end) if is_moment else type(begin) is date and type(end) is date
    except Exception:  # noqa: BLE001 - as above
        is_pair = False
    if not is_pair:
        raise NotCalendar(_("the event does not tell when it is."))
    return begin, end


def _are_moments(begin: datetime, end: Any) -> bool:
    return isinstance(end, datetime) and (begin.tzinfo is None) is (end.tzinfo is None)
