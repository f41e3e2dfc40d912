from datetime import datetime
from typing import Any

from django.db import transaction

from okno.core import clock
from okno.desk import clocks, hands
from okno.desk.actions._ground import lock, step
from okno.desk.actions.end_parts import end_parts
from okno.desk.journal import record
from okno.desk.models import Closure, State, Ticket, WaitingFor
from okno.people.models import Person
from okno.sla.models import Metric


@transaction.atomic
def confirm(ticket: Ticket, *, by: Person, at: datetime | None = None) -> None:
    """The requester says that it is solved, offered or not: the ticket closes; saying so twice changes nothing."""
    ticket = lock(ticket)
    if ticket.state == State.CLOSED:
        return
    at = at or clock.now()
    _end(ticket, step(ticket, "confirm"), by=by, at=at, confirmed_by=by, confirmed_at=at)
    record("ticket.confirmed", ticket, by=by, at=at)


@transaction.atomic
def close(ticket: Ticket, *, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Close the ticket without the requester's word; closing a closed ticket changes nothing."""
    ticket = lock(ticket)
    if ticket.state == State.CLOSED:
        return
    at = at or clock.now()
    _end(ticket, step(ticket, "close"), by=by, at=at)
    record("ticket.closed", ticket, by=by, at=at, why=why)


@transaction.atomic
def reopen(ticket: Ticket, *, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Take up a resolved or closed ticket again; a live one is left as it is."""
    ticket = lock(ticket)
    if ticket.is_live:
        return
    ticket.state = step(ticket, "reopen")
    at = at or clock.now()
    ticket.resolved_at = ticket.closed_at = None
    Closure.objects.filter(ticket=ticket, reopened_at=None).update(reopened_by=by, reopened_at=at)
    clocks.start_again(ticket, by=by, at=at)
    hands.look_now(ticket, by=by, at=at)
    record("ticket.reopened", ticket, by=by, at=at, why=why)


def _end(ticket: Ticket, state: State, *, by: Person, at: datetime, **confirmed: Any) -> None:
    """Stop everything that runs, end the open parts with it, and complete the standing offer of a solution, or make it now."""
    end_parts(ticket, close, by=by, at=at)
    ticket.state = state
    ticket.waiting_for, ticket.waiting_until = WaitingFor.NOBODY, None
    ticket.resolved_at, ticket.closed_at = ticket.resolved_at or at, at
    closed = {"closed_by": by, "closed_at": at, **confirmed}
    if not Closure.objects.filter(ticket=ticket, reopened_at=None).update(**closed):
        Closure.objects.create(ticket=ticket, resolved_by=by, resolved_at=at, **closed)
    clocks.stop(ticket, *Metric, at=at)
