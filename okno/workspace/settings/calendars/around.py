"""What the list and the form of the calendars show besides: years to look at, and years that are lacking."""

from typing import Any
from zoneinfo import ZoneInfo

from okno.core import clock
from okno.setup.setups import CALENDARS
from okno.sla.coming import behind


def beside(calendar: Any) -> dict[str, object]:
    """Return what the form of a calendar shows beside itself."""
    now = clock.now()
    this = now.astimezone(ZoneInfo(calendar.zone)).year
    others = CALENDARS.rows().filter(is_active=True).exclude(pk=calendar.pk)
    return {"years": [this, this + 1], "behind": behind([calendar], now), "others": others}


def above() -> dict[str, object]:
    """Return what the list of the calendars shows above itself."""
    return {"behind": behind(CALENDARS.rows().filter(is_active=True), clock.now())}
