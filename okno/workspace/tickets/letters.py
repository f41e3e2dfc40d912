"""The letter behind a message: its HTML in a cage, its raw bytes, its way to this ticket; secrets and files."""

import base64
import re
from html import escape
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from okno.channels.access import inbound_for, recorder_for
from okno.core import files
from okno.core.refusals import NotFound, Refusal
from okno.desk import access
from okno.desk.actions.redact import redact, redact_attachment
from okno.desk.models import Message
from okno.privacy.models import What
from okno.workspace import looking
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around
from okno.workspace.tickets import pictures
from okno.workspace.tickets.giving import letter_as_it_came
from okno.workspace.tickets.places import address

if TYPE_CHECKING:
    from okno.core.models import StoredFile

# The frame runs nothing, sends nothing and loads nothing; remote pictures come through us, once the reader asks (SEC-03, SEC-07).
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:{images}; frame-ancestors 'self'; form-action 'none'; "
    "base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
PICTURES_AT_MOST = 8 * 2**20  # bytes of pictures that are put into the frame
_CID = re.compile(r'\sdata-cid="([^"]*)"')


class RedactForm(forms.Form):
    secret = forms.CharField(
        label=_("What to hide"),
        max_length=500,
        help_text=_("A password, a card number: as it stands in the text"),
    )


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=250, help_text=_("A photo of a passport, a file of another company")
    )


@room()
def menu(request: Request, pk: int) -> HttpResponse:
    """Show what can be done with a message; asked for when its menu opens."""
    message = access.message_for(request.user, pk)
    files_of_message = list(message.attachments.all())
    standing = [file for file in files_of_message if file.redacted_at is None]
    is_whole = message.redacted_at is None and len(standing) == len(files_of_message)
    context = {"message": message, "files": standing, "is_whole": is_whole}
    return render(request, "workspace/tickets/message_menu.html", context)


@room()
def letter(request: Request, pk: int) -> HttpResponse:
    """Show the cleaned HTML of a letter, for the sandboxed frame only."""
    message = access.message_for(request.user, pk)
    if not message.html or message.redacted_at:
        raise NotFound
    looking.saw_ticket(request, message.ticket_id, What.LETTER)
    with_remote = request.GET.get("images") == "1"
    html = _with_own_pictures(message, message.html)
    if with_remote:
        html = pictures.through_us(html, message, request.user)
    sheet = ' class="dark"' if request.GET.get("sheet") == "dark" else ""
    page = (
        f'<!doctype html><html lang="{escape(get_language() or "ru")}"{sheet}><head><meta charset="utf-8">'
        f'<meta name="referrer" content="no-referrer"><base target="_blank">'
        f'<link rel="stylesheet" href="{escape(static("look/css/frame.css"))}"></head><body>{html}</body></html>'
    )
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(images=" 'self'" if with_remote else "")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own mark: the header above is stricter
    return response


@room("GET", "HEAD", "POST")
def raw(request: Request, pk: int) -> HttpResponseBase:
    """Give the letter byte for byte, as a download."""
    message = access.message_for(request.user, pk)
    flights = recorder_for(request.user, message)
    if message.redacted_at or not flights:
        raise NotFound
    looking.saw_ticket(request, message.ticket_id, What.LETTER)
    inbound = inbound_for(request.user, flights[0].inbound.pk)
    return letter_as_it_came(request, inbound, f"{message.ticket.number}-{message.pk}.eml")


@room()
def origin(request: Request, pk: int) -> HttpResponse:
    """Tell why the letter is here: the flight recorder («почему сюда?»)."""
    message = access.message_for(request.user, pk)
    looking.saw_ticket(request, message.ticket_id, What.LETTER)
    flights = recorder_for(request.user, message)
    context = {"message": message, "ticket": message.ticket, "flights": flights, **around(request)}
    return render(request, "workspace/tickets/origin.html", context)


@room("GET", "HEAD", "POST")
def redaction(request: Request, pk: int) -> HttpResponse:
    """Offer the form, or black out a secret for good."""
    message = access.message_for(request.user, pk, to="redact")
    if request.method != "POST":
        return render(request, "workspace/tickets/redact.html", {"message": message, "form": RedactForm()})
    redact(message, read(RedactForm(request.POST))["secret"], by=request.user)
    return go(request, address(message.ticket), _("The secret is gone from the message."))


@room("GET", "HEAD", "POST")
def attachment_redaction(request: Request, pk: int) -> HttpResponse:
    """Ask for the reason, or take a file out of the ticket for good."""
    found = access.attachment_for(request.user, pk)
    if found.message is None:
        raise NotFound
    message = access.message_for(request.user, found.message.pk, to="redact")
    if request.method != "POST":
        return render(request, "workspace/tickets/remove_file.html", {"file": found, "form": ReasonForm()})
    redact_attachment(found, why=read(ReasonForm(request.POST))["why"], by=request.user)
    return go(request, address(message.ticket), _("The file is gone."))


def _with_own_pictures(message: Message, html: str) -> str:
    """Put the letter's own pictures into the page, where they are proven pictures of bearable size."""
    if "data-cid" not in html:
        return html
    known: dict[str, StoredFile] = {
        attachment.content_id: attachment.file
        for attachment in message.attachments.all()
        if attachment.content_id
        and attachment.redacted_at is None
        and attachment.file.kind.startswith("image/")
    }
    left = PICTURES_AT_MOST

    def picture(found: re.Match[str]) -> str:
        nonlocal left
        file = known.get(found.group(1).strip("<>"))
        if file is None or file.size > left:
            return ""
        try:
            content = base64.b64encode(files.read(file)).decode()
        except Refusal:
            return ""  # the letter is worth reading without a picture that the store, or the scanner, does not give
        left -= file.size
        return f' src="data:{file.kind};base64,{content}"'

    return _CID.sub(picture, html)
