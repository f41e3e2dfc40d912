"""Which calendars do not know the coming year: one rule for the settings, the bell and `okno check`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from okno.sla import russia
from okno.sla.models import WorkCalendar

DECEMBER: Final = 12
"""The government moves the days off of a year in the autumn before."""


def year_wanted(calendar: WorkCalendar, now: datetime) -> int | None:
    """Return the year that the calendar should know by now and does not.

    From 1 December on (by its own zone) that is the next year, for a calendar in use that goes by the production calendar.
    """
    today = now.astimezone(ZoneInfo(calendar.zone))
    if not calendar.is_active or calendar.is_always:
        return None
    for year in (today.year, today.year + 1):
        is_time = year == today.year or today.month == DECEMBER
        if (
            is_time
            and russia.follows(calendar.holidays, year - 1)
            and not russia.knows(calendar.holidays, year)
        ):
            return year
    return None


def behind(calendars: Iterable[WorkCalendar], now: datetime) -> list[tuple[WorkCalendar, int]]:
    """Return the calendars that lack a year, each with the year."""
    found = ((calendar, year_wanted(calendar, now)) for calendar in calendars)
    return [(calendar, year) for calendar, year in found if year is not None]
