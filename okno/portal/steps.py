"""The road of a request in four steps, as its page shows it: received, in work, solved, done. Pure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from okno.desk.models import Approved, State, Ticket

_NAMES = (
    pgettext_lazy("a step of a request", "received"),
    pgettext_lazy("a step of a request", "in work"),
    pgettext_lazy("a step of a request", "solved"),
    pgettext_lazy("a step of a request", "done"),
)
_PLACES = {State.NEW: 0, State.OPEN: 1, State.WAITING: 1, State.RESOLVED: 2, State.CLOSED: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: is it done, is it the one at which the request stands."""

    name: str | Promise
    is_done: bool
    is_here: bool
    at: datetime | None = None


def steps(ticket: Ticket) -> list[Step]:
    """Return the four steps; what is over is done up to its end."""
    begins = ticket.state == State.WAITING and ticket.approval == Approved.ASKED  # nothing is done before
    here = 0 if begins else _PLACES[State(ticket.state)]
    moments = (ticket.created_at, None, ticket.resolved_at, ticket.closed_at)
    return [
        Step(name, place <= here, place == here, moment)
        for place, (name, moment) in enumerate(zip(_NAMES, moments, strict=True))
    ]
