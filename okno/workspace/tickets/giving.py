"""Bytes for colleagues: a file of a message, a letter as it came; what the virus scanner says stands before both."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from okno.channels.models import Inbound
from okno.core import files
from okno.core.models import StoredFile
from okno.core.refusals import NotFound
from okno.core.scanning import NotChecked, Reader, VirusFound
from okno.desk import access
from okno.privacy.models import What
from okno.workspace import looking
from okno.workspace.doors import Request, room


@room("GET", "HEAD", "POST")
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """Give a file of a readable message, or of one's own draft; pictures may be shown in place, all else is a download."""
    found = access.attachment_for(request.user, pk)
    if found.message is not None:
        looking.saw_ticket(request, found.message.ticket_id, What.FILE)
    is_shown = request.method != "POST" and request.GET.get("show") == "1"
    return _given(request, found.file, found.name, inline=is_shown, is_own=found.draft is not None)


def letter_as_it_came(request: Request, inbound: Inbound, name: str) -> HttpResponseBase:
    """Give the raw bytes of a letter; never shown in place, whatever they are. A virus scanner reads them first, as any file."""
    if inbound.raw is None:
        raise NotFound
    content = bytes(inbound.raw)
    if settings.VIRUS_SCANNER:
        return _given(request, files.keep(content), name)
    response = HttpResponse(content, content_type=files.DOWNLOAD)
    response.headers["Content-Disposition"] = f'attachment; filename="{files.safe_name(name)}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own mark: the header above is stricter
    return response


def _given(
    request: Request, file: StoredFile, name: str, *, inline: bool = False, is_own: bool = False
) -> HttpResponseBase:
    """Serve the file; one that could not be checked is given to whoever was warned of it and wants it all the same (POST)."""
    warned = Reader.WARNED if request.method == "POST" else Reader.ANYBODY
    try:
        return files.serve(file, name, inline=inline, reader=Reader.AUTHOR if is_own else warned)
    except NotChecked:
        return render(
            request, "workspace/tickets/unchecked_file.html", {"file": file, "name": name}, status=403
        )
    except VirusFound:
        raise VirusFound(details=_details(file, name) if request.user.is_administrator else ()) from None


def _details(file: StoredFile, name: str) -> list[tuple[str, str]]:
    """Tell an administrator what is kept back: the bytes stay in the store under their hash, so that they can be examined."""
    told = [
        (_("Name"), name),
        ("SHA-256", file.sha256),
        (_("The scanner says"), file.scan_said),
        (_("Quarantine"), _("the bytes stay in the store under this hash, so that they can be examined")),
    ]
    return [(label, value) for label, value in told if value]
