import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.desk.actions._ground import lock, said
from okno.desk.actions.index import index
from okno.desk.journal import record
from okno.desk.models import Attachment, Message, Revision
from okno.desk.refusals import EmptyText
from okno.people.models import Person

BLACK = "█" * 6
SHORTEST = 3


class NoSuchSecret(BadInput):
    message = _("This text is not in the message.")


class SecretTooShort(BadInput):
    message = _("Mark at least three characters.")


@transaction.atomic
def redact(message: Message, secret: str, *, by: Person) -> None:
    """Black out a secret (a password, a card number) in the message for good, in all its forms.

    The cleaned HTML is dropped, since the secret may be spread over its tags; the fact does not repeat the secret.
    The door drops the raw letter as a reaction; the search forgets it in this very transaction.
    """
    secret = secret.strip()
    if len(secret) < SHORTEST:
        raise SecretTooShort
    ticket = lock(message.ticket)
    message = Message.objects.select_for_update().get(pk=message.pk)
    pattern = re.compile(r"\s+".join(map(re.escape, secret.split())))
    earlier = message.revisions.values_list("before", flat=True)
    if not any(map(pattern.search, (message.text, message.full_text, message.subject, *earlier))):
        raise NoSuchSecret
    for name in ("text", "full_text", "subject"):
        setattr(message, name, pattern.sub(BLACK, getattr(message, name)))
    for revision in Revision.objects.filter(message=message):
        Revision.objects.filter(pk=revision.pk).update(before=pattern.sub(BLACK, revision.before))
    message.html = ""
    message.redacted_at = clock.now()
    message.save(update_fields=["text", "full_text", "subject", "html", "redacted_at"])
    ticket.subject = pattern.sub(BLACK, ticket.subject)
    if ticket.last_message_at == message.at:
        said(ticket, message)
    record("message.redacted", ticket, by=by, at=message.redacted_at, message=message)
    index([ticket.pk])


@transaction.atomic
def redact_attachment(attachment: Attachment, *, by: Person, why: str) -> None:
    """Take a file out of the ticket for good; its name stays in the conversation, with the reason in the history.

    The door drops the raw letter as a reaction.
    """
    message = attachment.message
    assert message is not None, "only files of messages are redacted; a draft's file is simply removed"
    why = one_line(why, 250)
    if not why:
        raise EmptyText
    ticket = lock(message.ticket)
    now = clock.now()
    if Attachment.objects.filter(pk=attachment.pk, redacted_at=None).update(redacted_at=now):
        record("message.file_removed", ticket, by=by, at=now, message=message, why=why, file=attachment.name)
        index([ticket.pk])
