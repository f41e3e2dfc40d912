from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Message, Ticket
from okno.people.models import Person


@transaction.atomic
def tell_delivery(
    ticket: Ticket, *, by: Person, kind: str, address: str, reason: str = "", message: Message | None = None
) -> None:
    """Put into the timeline that a letter did not arrive, or may not have; a success shows on the message alone."""
    assert kind in ("delivery.failed", "delivery.uncertain"), kind
    ticket = lock(ticket)
    record(kind, ticket, by=by, at=clock.now(), message=message, address=address, reason=reason)
