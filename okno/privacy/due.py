"""Until when a wish about personal data is answered: ten working days (152-ФЗ, articles 14, 20 and 21)."""

from datetime import datetime, timedelta
from typing import Final

from okno.sla.worktime import Calendar

WORKING_DAYS: Final = 10
LONGEST: Final = 60  # days; a calendar without working days makes nobody wait longer


def due(asked: datetime, calendar: Calendar) -> datetime:
    """Return the end of work on the tenth working day after the one on which it was asked."""
    day = asked.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    worked = 0
    for _day in range(LONGEST):
        day += timedelta(days=1)
        worked += calendar.between(day, day + timedelta(days=1)) > 0
        if worked == WORKING_DAYS:
            return calendar.previous_working_moment(day + timedelta(days=1))
    return asked + timedelta(days=LONGEST)
