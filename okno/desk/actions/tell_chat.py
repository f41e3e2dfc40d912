from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Message, Ticket
from okno.people.models import Person


@transaction.atomic
def end_chat(ticket: Ticket, *, by: Person) -> None:
    """Put into the timeline that the visitor has ended the chat; the ticket stays what it is."""
    ticket = lock(ticket)
    record("chat.ended", ticket, by=by, at=clock.now())


@transaction.atomic
def tell_going_on(message: Message, address: str, *, by: Person, why: str) -> None:
    """Put into the timeline that an answer of the chat leaves by mail, and why."""
    ticket = lock(message.ticket)
    record("chat.went_on", ticket, by=by, at=clock.now(), message=message, why=why, address=address)
