from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock, step
from okno.desk.actions.end_parts import end_parts
from okno.desk.journal import record
from okno.desk.models import Closure, State, Ticket, WaitingFor
from okno.people.models import Person
from okno.sla.models import Metric


@transaction.atomic
def resolve(ticket: Ticket, *, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Offer the ticket as solved: the requester is asked, and only a yes or silence closes it."""
    ticket = lock(ticket)
    if ticket.state == State.RESOLVED:
        return
    step(ticket, "resolve")
    at = at or clock.now()
    mark_resolved(ticket, by=by, at=at)
    record("ticket.resolved", ticket, by=by, at=at, why=why)


def mark_resolved(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Resolve inside another verb; all clocks stop, and open parts end with it or hold it."""
    if ticket.state == State.RESOLVED:
        return
    step(ticket, "resolve")
    end_parts(ticket, resolve, by=by, at=at)
    ticket.state = State.RESOLVED
    ticket.waiting_for, ticket.waiting_until = WaitingFor.NOBODY, None
    ticket.resolved_at = at
    Closure.objects.create(ticket=ticket, resolved_by=by, resolved_at=at)
    clocks.stop(ticket, *Metric, at=at)
