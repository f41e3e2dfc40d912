"""Files that go with an answer or a note: they come one by one while one writes, and wait with the draft."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.core import files
from okno.core.models.stored_file import Trouble
from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.actions.hear import NewFile
from okno.desk.actions.save_draft import (
    FILES_AT_MOST,
    TooManyFiles,
    attach_to_draft,
    describe_draft_file,
    detach_from_draft,
)
from okno.desk.models import Ticket
from okno.desk.models.draft import DraftKind
from okno.workspace.doors import Request, back, go, read, room

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), max_length=1000, allow_empty_file=True)


class AltForm(forms.Form):
    alt = forms.CharField(required=False, max_length=250)


@room("POST")
def draft_files(request: Request, number: int, kind: str) -> HttpResponse:
    """Keep a file with what is being written, and show it as it stands there."""
    ticket = access.ticket_for(request.user, number, to="note" if kind == DraftKind.NOTE else "reply")
    if kind not in DraftKind.values:
        raise BadInput
    given: UploadedFile[Any] = read(FileForm(request.POST, request.FILES))["file"]
    attached = attach_to_draft(ticket, kind, given.name or "", _content(given), by=request.user)
    # The scanner may have spoken before the page hears of this file.
    return render(request, "workspace/tickets/draft_file.html", {"file": attached, "is_new": True})


@room()
def draft_file(request: Request, pk: int) -> HttpResponse:
    """Show a file of one's own draft as it stands there now: the virus scanner may have spoken."""
    attachment = access.attachment_for(request.user, pk)
    if attachment.draft is None:
        raise NotFound
    return render(request, "workspace/tickets/draft_file.html", {"file": attachment})


@room("POST")
def draft_file_alt(request: Request, pk: int) -> HttpResponse:
    """Say what a picture shows that waits with one's own draft."""
    attachment = access.attachment_for(request.user, pk)
    if attachment.draft is None:
        raise NotFound
    describe_draft_file(attachment, read(AltForm(request.POST))["alt"], by=request.user)
    return HttpResponse(status=204)


@room("POST")
def draft_file_removal(request: Request, pk: int) -> HttpResponse:
    """Take a file off one's own draft."""
    attachment = access.attachment_for(request.user, pk)
    detach_from_draft(attachment, by=request.user)
    return go(request, back(request, "/"))


def gathered(request: Request, ticket: Ticket, kind: str) -> list[NewFile]:
    """Return the files that wait with the draft, and those that came with the form itself.

    The form names those that its author sees (`attached`): one that was taken off while it was still coming stays behind.
    """
    seen = set(request.POST.getlist("attached")) if "attached" in request.POST else None
    sent = request.FILES.getlist("files")
    kept = [
        NewFile(
            file=attachment.file,
            name=attachment.name,
            alt=request.POST.get(f"alt-{attachment.pk}", attachment.alt),
        )
        for draft in access.drafts_for(request.user, ticket)
        for attachment in draft.attachments.all()
        if draft.kind == kind and (seen is None or str(attachment.pk) in seen)
    ]
    if len(sent) + len(kept) > FILES_AT_MOST:
        raise TooManyFiles
    given = [
        NewFile(file=files.keep_given(_content(one)), name=files.safe_name(one.name or "")) for one in sent
    ]
    for one in [*kept, *given]:
        if one.file.trouble == Trouble.VIRUS:
            raise BadInput(
                _("A virus was found in “%(name)s”. Take it off; nothing was sent.") % {"name": one.name}
            )
    return [*kept, *given]


def _content(file: "UploadedFile[Any]") -> bytes:
    if (file.size or 0) > settings.MAX_FILE_BYTES:
        raise files.FileTooLarge
    return bytes(file.read())
