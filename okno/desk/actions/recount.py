from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Clock, Ticket
from okno.people.actions.meet import robot
from okno.sla.models import WorkCalendar


def recount(calendar: WorkCalendar) -> int:
    """Sum anew what is promised by a calendar that has changed; returns for how many tickets a deadline moved."""
    running = Clock.objects.filter(calendar=calendar, stopped_at=None, cancelled_at=None)
    numbers = running.order_by("ticket_id").values_list("ticket_id", flat=True).distinct()
    return sum(_recounted(pk, calendar) for pk in list(numbers))


@transaction.atomic
def _recounted(pk: int, calendar: WorkCalendar) -> bool:
    ticket = lock(Ticket(pk=pk))
    before = ticket.next_due_at
    moved = clocks.sum_anew(ticket, calendar)
    if moved:
        why = _("The calendar has changed.")
        record(
            "ticket.recounted",
            ticket,
            by=robot(),
            at=clock.now(),
            why=why,
            calendar=calendar.name,
            before=_iso(before),
            after=_iso(ticket.next_due_at),
        )
    return moved


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
