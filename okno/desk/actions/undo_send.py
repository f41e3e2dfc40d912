from django.db import transaction
from django.utils.translation import gettext_noop

from okno.core import clock
from okno.core.said import own_words
from okno.desk import clockface
from okno.desk.actions._ground import lock, said
from okno.desk.actions.promise import take_promise_back
from okno.desk.actions.take_back import take_back
from okno.desk.courses import GIVEN
from okno.desk.journal import told_of
from okno.desk.models import Attachment, Draft, Message, MessageKind, Ticket
from okno.desk.models.draft import DraftKind
from okno.desk.pictures import untouched
from okno.desk.refusals import TooLate
from okno.people.models import Person


@transaction.atomic
def undo_send(message: Message, *, by: Person) -> Draft:
    """Call an answer back before it leaves: its text is the author's draft again. Raises TooLate after that.

    The ticket and its clocks are as if the answer had never been, and what a macro did with it; what somebody else has
    changed since stays.
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
        for given in clockface.of(ticket):
            if given.metric in GIVEN and given.started_at >= message.at:
                take_promise_back(ticket, given.pk, by=by)  # nobody has read it
        _take_back(ticket, message, by=by)
    draft, _created = Draft.objects.get_or_create(
        ticket=ticket, person=by, kind=DraftKind.REPLY, defaults={"text": message.text, "saved_at": now}
    )
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
    if not draft.text:
        Draft.objects.filter(pk=draft.pk).update(text=message.text, saved_at=now)
    elif draft.text != message.text:
        Draft.objects.filter(pk=draft.pk).update(other_text=message.text, saved_at=now)
    draft.refresh_from_db()
    return draft


def _take_back(ticket: Ticket, message: Message, *, by: Person) -> None:
    """The answer and what was done with it; of one that was moved to another ticket, its words alone."""
    moved, told = message.moved or {}, told_of(ticket)
    facts = [fact.pk for fact in told if fact.kind == "message.replied" and fact.message_id == message.pk]
    was = untouched(ticket, moved.get("changed", {})) if facts else {}
    if "facts" in moved and facts:
        since, until = moved["facts"]
        facts = [fact.pk for fact in told if since < fact.pk <= until]
    why = own_words(gettext_noop("The reply was called back before it left."))
    take_back(ticket, was, facts, by=by, why=why, kind="message.undone", message=message)
    ticket = lock(ticket)
    last = Message.objects.filter(ticket=ticket, undone_at=None).order_by("-at", "-id").first()
    if last is not None:
        said(ticket, last)
        ticket.save(update_fields=["last_message_at", "last_words", "last_from_customer"])
