from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock_both, not_merged
from okno.desk.actions._moving import arrive, begin, leave, part
from okno.desk.actions.hear import is_long_closed
from okno.desk.actions.split import undo_split
from okno.desk.models import Message, MessageKind, Split, Ticket
from okno.desk.refusals import LastMessage, MovedOn
from okno.people.models import Person


@transaction.atomic
def move_message(message: Message, target: Ticket, *, by: Person, why: str = "") -> Ticket:
    """Put a message that came to the wrong ticket («не туда») into the right one, as if it had come there.

    Moving it there twice is once; moving it back undoes it. A target that was closed long ago is followed by a new ticket,
    as where somebody writes to it. Returns the ticket in which the message is now. Raises LastMessage, MovedOn.
    """
    if message.ticket_id == target.pk:
        return target
    source, target = lock_both(message.ticket, target)
    message = Message.objects.select_for_update(of=("self",)).select_related("author").get(pk=message.pk)
    if message.ticket_id == target.pk:
        return target
    if message.ticket_id != source.pk:
        raise MovedOn
    not_merged(target)
    now = clock.now()
    if not _others(source, message):
        return _bring_back(source, target, by=by)
    if message.kind == MessageKind.HEARD and is_long_closed(target, now):
        fresh = begin(target, message, by=by, at=now, is_follow_up=True)
        part(source, fresh, [message], by=by, at=now)
        leave(source, message, by=by, at=now, to_number=fresh.number, why=why)
        return fresh
    Message.objects.filter(pk=message.pk).update(ticket=target)
    message.ticket = target
    leave(source, message, by=by, at=now, to_number=target.number, why=why)
    arrive(target, message, by=by, at=now, from_number=source.number, why=why)
    return target


def _others(ticket: Ticket, message: Message) -> bool:
    return Message.objects.filter(ticket=ticket).exclude(pk=message.pk).exists()


def _bring_back(source: Ticket, target: Ticket, *, by: Person) -> Ticket:
    """The only message goes back to where it came from together with its ticket; elsewhere it would leave an empty one."""
    row = Split.objects.filter(source=target, target=source, undone_at=None).first()
    if row is None:
        raise LastMessage
    undo_split(row, by=by)
    return target
