from typing import Any

from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Message, Ticket
from okno.people.models import Person

KINDS = frozenset({"delivery.failed", "delivery.uncertain", "delivery.repeated", "delivery.stopped"})


@transaction.atomic
def tell_delivery(
    ticket: Ticket,
    *,
    by: Person,
    kind: str,
    address: str,
    reason: str = "",
    message: Message | None = None,
    letter: int | None = None,
) -> None:
    """Put into the timeline that a letter did not arrive, or may not have, and who decided what becomes of it.

    A success shows on the message alone. `letter` is its number at the doors.
    """
    assert kind in KINDS, kind
    ticket = lock(ticket)
    known: dict[str, Any] = {"letter": letter} if letter is not None else {}
    record(kind, ticket, by=by, at=clock.now(), message=message, address=address, reason=reason, **known)
