"""Asking before it is known who asks: everybody's catalogue, and words that are kept while one logs in."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from okno.core import clock, throttle
from okno.desk.expecting import expected
from okno.portal.catalogue import begun_in, offered
from okno.portal.forms import StrangerForm
from okno.portal.guiding import carried

WRITTEN: Final = "okno_asking"
SECONDS: Final = 3600  # so long a log-in may take; later somebody else may sit there
WRITINGS_AT_MOST, IN_SECONDS = 60, 600  # of one address: offices share one


def ask(request: HttpRequest) -> HttpResponseBase:
    """Show what everybody may ask for; keep what is written, and lead to the log-in and from there back."""
    begun = begun_in(request)
    if carried(request):
        return redirect_to_login(request.get_full_path())
    given = request.POST if request.method == "POST" else None
    form = StrangerForm(given, initial={"text": written(request) or begun})
    if form.is_valid():
        throttle.at_most(WRITINGS_AT_MOST, IN_SECONDS, "portal-stranger", request.META.get("REMOTE_ADDR", ""))
        request.session[WRITTEN] = {"text": form.cleaned_data["text"], "at": int(clock.now().timestamp())}
        messages.info(request, _("What you have written is kept. Log in, and your request goes on with it."))
        query = f"?{urlencode({'text': begun})}" if begun else ""
        return redirect_to_login(reverse("portal:ask") + query)
    context: dict[str, Any] = {"form": form, "begun": begun, "is_stranger": True}
    context["expected"] = expected(None, None, clock.now())
    if not form.is_bound:
        context |= offered(AnonymousUser(), begun)
    return render(request, "portal/ask.html", context, status=422 if form.errors else 200)


def written(request: HttpRequest) -> str:
    """Return what was written in this browser before the log-in, and not sent yet."""
    kept = request.session.get(WRITTEN)
    if not kept or clock.now().timestamp() - kept["at"] > SECONDS:
        return ""
    return str(kept["text"])


def forget(request: HttpRequest) -> None:
    """Forget it, for it was sent."""
    request.session.pop(WRITTEN, None)
