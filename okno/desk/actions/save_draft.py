from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock, files
from okno.core.refusals import TooMuch
from okno.core.text import one_line
from okno.desk.actions._ground import clean, forget_draft, lock
from okno.desk.models import Attachment, Draft, Message, Ticket
from okno.desk.models.draft import DraftKind
from okno.people.models import Person

FILES_AT_MOST = 50


class TooManyFiles(TooMuch):
    message = _("Fifty files at most go with one message.")


@transaction.atomic
def save_draft(
    ticket: Ticket, kind: str, text: str, *, by: Person, seen_version: int | None = None, key: str = ""
) -> Draft | None:
    """Keep what is being written. A tab that did not see the newer text loses nothing: both texts are kept (REL-32).

    A draft is nobody's business but its author's, so it is no fact. `seen_version` is the version that the tab knew.
    `key` is the one with which the text will be sent: returns None where it has been sent, and is no draft any more.
    """
    now = clock.now()
    text = clean(text, may_be_empty=True)
    own = Draft.objects.filter(ticket=ticket, person=by, kind=DraftKind(kind))
    draft = own.select_for_update().first()
    if draft is None:
        lock(ticket)  # what is being sent at this moment is sent, or is not, before we look
        if key and Message.objects.filter(author=by, key=key, undone_at=None).exists():
            return None
        return own.get_or_create(
            ticket=ticket, person=by, kind=DraftKind(kind), defaults={"text": text, "saved_at": now}
        )[0]
    if draft.text == text:
        return draft
    if seen_version is not None and seen_version != draft.version and draft.text not in text:
        draft.other_text = draft.text
    draft.text = text
    draft.version += 1
    draft.saved_at = now
    draft.save(update_fields=["text", "other_text", "version", "saved_at"])
    return draft


@transaction.atomic
def drop_draft(ticket: Ticket, kind: str, *, by: Person) -> None:
    """Throw the draft and its files away."""
    forget_draft(ticket, by, DraftKind(kind))


@transaction.atomic
def attach_to_draft(ticket: Ticket, kind: str, name: str, content: bytes, *, by: Person) -> Attachment:
    """Put a file to one's own draft; raises FileTooLarge or TooManyFiles."""
    stored = files.keep_given(content)
    if not Draft.objects.filter(ticket=ticket, person=by, kind=DraftKind(kind)).exists():
        # Before a draft begins, as whoever saves its words does: neither waits for the other in a circle.
        lock(ticket)
    draft, _new = Draft.objects.select_for_update().get_or_create(
        ticket=ticket, person=by, kind=DraftKind(kind), defaults={"saved_at": clock.now()}
    )
    if draft.attachments.count() >= FILES_AT_MOST:
        raise TooManyFiles
    return Attachment.objects.create(draft=draft, file=stored, name=files.safe_name(name))


@transaction.atomic
def describe_draft_file(attachment: Attachment, alt: str, *, by: Person) -> None:
    """Say what a picture of one's own draft shows, for those who will not see it."""
    Attachment.objects.filter(pk=attachment.pk, draft__person=by).update(alt=one_line(alt, 250))


@transaction.atomic
def detach_from_draft(attachment: Attachment, *, by: Person) -> None:
    """Take a file off one's own draft; a second call changes nothing."""
    Attachment.objects.filter(pk=attachment.pk, draft__person=by).delete()
