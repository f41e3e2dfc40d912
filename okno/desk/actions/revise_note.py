from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import clean, lock, not_merged
from okno.desk.journal import record
from okno.desk.models import Message, MessageKind, Revision
from okno.desk.refusals import NotNow
from okno.people.models import Person


@transaction.atomic
def revise_note(message: Message, text: str, *, by: Person) -> None:
    """Write one's own note anew; what it said before is kept with the moment. The same words change nothing.

    What was sent is never changed, nor is a note out of which somebody took a secret: it would come back with the old text.
    """
    ticket = lock(message.ticket)
    not_merged(ticket)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.kind != MessageKind.NOTE or message.author_id != by.pk or message.redacted_at is not None:
        raise NotNow
    text = clean(text, may_be_empty=message.attachments.exists())
    if text == message.text:
        return
    now = clock.now()
    Revision.objects.create(message=message, before=message.text, by=by, at=now)
    message.text, message.revised_at = text, now
    message.save(update_fields=["text", "revised_at"])
    record("message.revised", ticket, by=by, at=now, message=message)
