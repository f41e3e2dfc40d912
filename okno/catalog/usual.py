"""The priority of new tickets, and the hours by which they are promised: the usual ones of the desk."""

from okno.catalog.models import Priority
from okno.sla.clocks import calendar_of
from okno.sla.worktime import ALWAYS, Calendar


def usual_priority() -> Priority | None:
    """Return the priority of new tickets, with its calendar; none before the desk is founded."""
    return Priority.objects.filter(is_default=True).select_related("calendar").first()


def usual_calendar() -> Calendar:
    """Return the calendar of that priority; without one every hour counts."""
    priority = usual_priority()
    return calendar_of(priority.calendar) if priority else ALWAYS
