"""Until when a ticket is put off with one press: moments that are worked, told by the clocks of whoever puts it off. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.sla.worktime import Calendar
from okno.sla.worktime.errors import NeverWorks

MORNING = 9  # o'clock
LONGEST_HOLIDAY = 31  # days


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment and how one calls it."""

    name: str | Promise
    until: datetime


def offers(now: datetime, zone: tzinfo, calendar: Calendar) -> list[Offer]:
    """Return an hour, the next working day, and Monday; each moment once, none of them in a night or on a day off."""
    today = now.astimezone(zone)
    hour = _worked(now + timedelta(hours=1), calendar)
    day = next(
        (day for ahead in range(1, LONGEST_HOLIDAY) if _has_work(day := _morning(today, ahead), calendar)),
        _morning(today, 1),
    )
    is_tomorrow = day.date() == today.date() + timedelta(days=1)
    monday = _morning(today, 7 - today.weekday())
    named = {
        hour: _("In an hour") if hour == now + timedelta(hours=1) else _("When work begins"),
        _worked(monday, calendar): _("On Monday"),
        _worked(day, calendar): _("Tomorrow") if is_tomorrow else _("On the next working day"),
    }
    return [Offer(named[until], until) for until in sorted(named)]


def _morning(today: datetime, ahead: int) -> datetime:
    day = today + timedelta(days=ahead)
    return day.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _has_work(morning: datetime, calendar: Calendar) -> bool:
    midnight = morning.replace(hour=0)
    return calendar.between(midnight, midnight + timedelta(days=1)) > 0


def _worked(moment: datetime, calendar: Calendar) -> datetime:
    try:
        return calendar.next_working_moment(moment)
    except NeverWorks:
        return moment
