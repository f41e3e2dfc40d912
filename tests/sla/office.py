"""The cast of the examples: local moments and an office with the Russian days of 2025."""

from datetime import datetime
from zoneinfo import ZoneInfo

from okno.sla.russia import OFFICE_WEEK, production_calendar
from okno.sla.worktime import Calendar

HOUR = 3600
WORKDAY = 8 * HOUR


def at(text: str, zone: str = "Europe/Moscow", *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def wall(moment: datetime, zone: str = "Europe/Moscow") -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def office(zone: str = "Europe/Moscow", **parts) -> Calendar:
    """Monday to Friday, nine to six with lunch from one to two, with the Russian days of 2025."""
    holidays, exceptions = production_calendar(2025)
    return Calendar.from_plain(
        {"zone": zone, "week": OFFICE_WEEK, "holidays": holidays, "exceptions": exceptions, **parts}
    )


def only(week: dict, zone: str = "Europe/Moscow", **parts) -> Calendar:
    return Calendar.from_plain({"zone": zone, "week": week, **parts})
