from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock_both, not_merged, said
from okno.desk.journal import record
from okno.desk.models import Message, Ticket
from okno.people.models import Person


@transaction.atomic
def move_message(message: Message, target: Ticket, *, by: Person, why: str = "") -> None:
    """Put a message that came to the wrong ticket into the right one («не туда»); moving it there twice is once."""
    if message.ticket_id == target.pk:
        return
    source, target = lock_both(message.ticket, target)
    not_merged(target)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.ticket_id == target.pk:
        return
    now = clock.now()
    message.ticket = target
    message.save(update_fields=["ticket"])
    for ticket in (source, target):
        last = Message.objects.filter(ticket=ticket, undone_at=None).order_by("-at", "-id").first()
        if last is not None:
            said(ticket, last)
    record("message.moved_away", source, by=by, at=now, why=why, to_number=target.number)
    record("message.moved", target, by=by, at=now, message=message, why=why, from_number=source.number)
