"""Whether somebody is there now, and until or from when; the browser tells the moments by the clock of the reader."""

from datetime import datetime, timedelta
from typing import Final

from okno.sla.clocks import calendar_of
from okno.sla.models import WorkCalendar
from okno.sla.worktime import Kind, NeverWorks

AHEAD: Final = timedelta(days=2)  # an end that is farther away is not worth a word
Hours = dict[str, bool | str | None]


def hours(row: WorkCalendar | None, now: datetime) -> Hours:
    """Return `is_open`, and `until` or `opens_at` as ISO moments where they can be told; without a calendar it is open."""
    if row is None or row.is_always:
        return {"is_open": True, "until": None, "opens_at": None}
    calendar = calendar_of(row)
    try:
        opens = calendar.next_working_moment(now)
    except NeverWorks:
        return {"is_open": False, "until": None, "opens_at": None}
    if opens > now:
        return {"is_open": False, "until": None, "opens_at": opens.isoformat(timespec="minutes")}
    rest = calendar.segments(now, now + AHEAD)
    ends = [one.start for one in rest if one.kind != Kind.WORKING]
    return {
        "is_open": True,
        "until": ends[0].isoformat(timespec="minutes") if ends else None,
        "opens_at": None,
    }
