from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock
from okno.desk.audit import agrees
from okno.desk.journal import record, told_of
from okno.desk.models import Ticket
from okno.desk.replay import replay
from okno.people.actions.meet import robot
from okno.sla.models import WorkCalendar


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
