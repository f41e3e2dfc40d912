from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock
from okno.desk.audit import agrees
from okno.desk.journal import record, told_of
from okno.desk.models import Clock, Ticket
from okno.desk.replay import replay
from okno.people.actions.meet import robot
from okno.sla.models import WorkCalendar


def recount(calendar: WorkCalendar) -> int:
    """Sum anew what is promised by a calendar that has changed; returns for how many tickets a deadline moved."""
    running = Clock.objects.filter(calendar=calendar, stopped_at=None, cancelled_at=None)
    numbers = running.order_by("ticket_id").values_list("ticket_id", flat=True).distinct()
    return sum(_recounted(pk, calendar) for pk in list(numbers))


@transaction.atomic
def make_clocks_again(ticket: Ticket) -> bool:
    """Make the clocks of a ticket again from its facts alone, where they differ; True where they did.

    A ticket whose old facts do not tell enough is left as it is.
    """
    ticket = lock(ticket)
    facts = told_of(ticket)
    if agrees(ticket, clocks.of(ticket), facts) is not False:
        return False
    before = ticket.next_due_at
    clocks.make_again(ticket, replay(ticket, facts))
    _tell(ticket, ticket.priority.calendar, before, why=_("The clocks did not agree with the facts."))
    return True


@transaction.atomic
def _recounted(pk: int, calendar: WorkCalendar) -> bool:
    ticket = lock(Ticket(pk=pk))
    before = ticket.next_due_at
    moved = clocks.sum_anew(ticket, calendar)
    if moved:
        _tell(ticket, calendar, before, why=_("The calendar has changed."))
    return moved


def _tell(ticket: Ticket, calendar: WorkCalendar, before: datetime | None, *, why: str) -> None:
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


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
