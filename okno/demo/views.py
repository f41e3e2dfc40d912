"""The page of the mail catcher, with a way to answer as customers would, and a site with the widget. In the demo alone."""

import smtplib
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from okno.core.refusals import BadInput
from okno.demo import catcher
from okno.demo.cast import WIDGET


@require_GET
def letters(request: HttpRequest, name: str = "") -> HttpResponse:
    """Show the newest letters and one of them whole."""
    newest = catcher.newest()
    letter = catcher.by_name(name) if name else (newest[0] if newest else None)
    if name and letter is None:
        raise Http404
    return render(request, "demo/letters.html", {"letters": newest, "letter": letter})


@require_GET
def site(request: HttpRequest) -> HttpResponse:
    """Show a page of a customer's site with the widget on it."""
    return render(request, "demo/site.html", {"key": WIDGET})


@require_GET
def body(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - a view takes a request
    """Show the HTML part in a frame that can do nothing but be looked at and followed out of."""
    letter = catcher.by_name(name)
    if letter is None:
        raise Http404
    response = HttpResponse(f'<base target="_blank">{letter.html}')  # a link opens beside the catcher
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; "
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    )
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - the stricter policy above stands alone
    response.xframe_options_exempt = True  # the page of the catcher frames it
    return response


@require_POST
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Send a real letter back to the desk, as the customer's mail program would."""
    letter = catcher.by_name(name)
    if letter is None:
        raise Http404
    text = request.POST.get("text", "").strip()
    if not text or not letter.reply_to:
        raise BadInput(_("Please write something first."))
    reply = EmailMessage()
    reply["From"], reply["To"] = letter.to, letter.reply_to
    reply["Subject"] = f"Re: {letter.subject}"
    reply["Message-ID"] = make_msgid(domain="romashka.test")
    reply["In-Reply-To"] = reply["References"] = letter.message_id
    quote = "\n".join(f"> {line}" for line in letter.text.splitlines()[:40])
    reply.set_content(f"{text}\n\n{letter.sender}:\n{quote}\n")
    listener = urlsplit(settings.LISTENER.split(",")[0])
    with smtplib.SMTP(listener.hostname or "127.0.0.1", listener.port or 25, timeout=10) as server:
        server.send_message(reply)
    return redirect(f"{reverse('demo:letter', args=[name])}?sent=1")
