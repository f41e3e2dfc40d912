from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock, not_merged
from okno.desk.actions._moving import begin, leave, part
from okno.desk.models import Message, Ticket
from okno.desk.refusals import LastMessage
from okno.people.models import Person


@transaction.atomic
def move_out(message: Message, source: Ticket, *, by: Person, why: str = "") -> Ticket:
    """Put a message that came to the wrong ticket into a new one, as if it had opened it; returns the ticket where it is.

    Where it has left the source already, nothing changes. Undone like a split. Raises LastMessage.
    """
    source = lock(source)
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("author", "ticket").get(pk=message.pk)
    )
    if message.ticket_id != source.pk:
        return message.ticket
    not_merged(source)
    if not Message.objects.filter(ticket=source).exclude(pk=message.pk).exists():
        raise LastMessage
    now = clock.now()
    fresh = begin(source, message, by=by, at=now)
    part(source, fresh, [message], by=by, at=now)
    leave(source, message, by=by, at=now, to_number=fresh.number, why=why)
    return fresh
