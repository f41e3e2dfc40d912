from django.db import transaction

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock
from okno.desk.actions.promise import take_promise_back
from okno.desk.journal import record
from okno.desk.models import Attachment, Draft, Message, MessageKind
from okno.desk.models.draft import DraftKind
from okno.desk.refusals import TooLate
from okno.desk.replay import GIVEN
from okno.people.models import Person


@transaction.atomic
def undo_send(message: Message, *, by: Person) -> Draft:
    """Call an answer back before it leaves: its text is the author's draft again. Raises TooLate after that.

    The state of the ticket that came with the answer stays; the author sees it and decides.
    """
    ticket = lock(message.ticket)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.kind != MessageKind.REPLY or message.author_id != by.pk:
        raise TooLate
    now = clock.now()
    if message.undone_at is None:
        if message.leaves_at is None or now >= message.leaves_at:
            raise TooLate
        message.undone_at = now
        message.key = ""  # the text may be sent again by the same composer
        message.save(update_fields=["undone_at", "key"])
        record("message.undone", ticket, by=by, at=now, message=message)
        for given in clocks.of(ticket):
            if given.metric in GIVEN and given.started_at >= message.at:
                take_promise_back(ticket, given.pk, by=by)  # nobody has read it
    draft, _ = Draft.objects.get_or_create(
        ticket=ticket, person=by, kind=DraftKind.REPLY, defaults={"text": message.text, "saved_at": now}
    )
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
    if not draft.text:
        Draft.objects.filter(pk=draft.pk).update(text=message.text, saved_at=now)
    elif draft.text != message.text:
        Draft.objects.filter(pk=draft.pk).update(other_text=message.text, saved_at=now)
    draft.refresh_from_db()
    return draft
