from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk import clocks, hands
from okno.desk.actions._ground import lock, step
from okno.desk.journal import record
from okno.desk.models import State, Ticket, WaitingFor
from okno.desk.models.ticket import APPROVALS
from okno.people.models import Person


class DateIsPast(BadInput):
    message = _("Choose a moment in the future.")


class WaitsForWhat(BadInput):
    message = _("Say what the ticket waits for.")


@transaction.atomic
def wait(
    ticket: Ticket,
    waiting_for: str,
    *,
    by: Person,
    until: datetime | None = None,
    why: str = "",
    at: datetime | None = None,
) -> None:
    """Put the ticket on hold for the customer, a third party or a date (UTC); waiting for our own people does not exist."""
    ticket = lock(ticket)
    step(ticket, "wait")
    at = at or clock.now()
    if waiting_for not in WaitingFor.values or not waiting_for or waiting_for in APPROVALS:
        raise WaitsForWhat
    if until is not None and until <= at:
        raise DateIsPast
    if waiting_for == WaitingFor.PLANNED and until is None:
        raise WaitsForWhat
    if (ticket.state, ticket.waiting_for, ticket.waiting_until) == (State.WAITING, waiting_for, until):
        return
    mark_waiting(ticket, WaitingFor(waiting_for), until=until, by=by, at=at)
    record(
        "ticket.waiting",
        ticket,
        by=by,
        at=at,
        why=why,
        waiting_for=waiting_for,
        until=until.isoformat() if until else None,
    )


@transaction.atomic
def resume(ticket: Ticket, *, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Go on with a ticket that was on hold; one that is not is left as it is (a snooze never wakes a closed one, REL-33)."""
    ticket = lock(ticket)
    if ticket.state != State.WAITING or ticket.merged_into_id is not None:
        return
    at = at or clock.now()
    ticket.state = step(ticket, "resume")
    ticket.waiting_for, ticket.waiting_until = WaitingFor.NOBODY, None
    clocks.resume(ticket, at)
    hands.look_now(ticket, by=by, at=at)
    record("ticket.resumed", ticket, by=by, at=at, why=why)


def mark_waiting(
    ticket: Ticket, waiting_for: WaitingFor, *, until: datetime | None, by: Person, at: datetime
) -> None:
    """Put on hold inside another verb: a plan and the customer pause the resolution; a third party does too."""
    ticket.state = step(ticket, "wait")
    ticket.waiting_for, ticket.waiting_until = waiting_for, until
    clocks.pause(ticket, waiting_for, by=by, at=at)
