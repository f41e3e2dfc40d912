"""Whose turn it is: of one request, and of those in a list."""

from typing import Final

from django.db.models import Q

from okno.desk.models import State, Ticket, WaitingFor

_YOURS = Q(state=State.RESOLVED) | Q(state=State.WAITING, waiting_for=WaitingFor.CUSTOMER)
TURNS: Final = {
    "yours": _YOURS,
    "ours": ~_YOURS & ~Q(state=State.CLOSED),
    "done": Q(state=State.CLOSED),
}


def turn_of(ticket: Ticket) -> str:
    """Return the same of a ticket that is known."""
    if ticket.state == State.CLOSED:
        return "done"
    waits = ticket.state == State.WAITING and ticket.waiting_for == WaitingFor.CUSTOMER
    return "yours" if waits or ticket.state == State.RESOLVED else "ours"
