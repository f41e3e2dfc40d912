"""The browsers in which one wants pushes, and the worker that shows them there."""

from functools import cache
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from okno.core import throttle
from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.notify.actions.keep_key import desk_key
from okno.notify.actions.name_browser import forget_browser, name_browser
from okno.notify.webpush import vapid
from okno.workspace.doors import Request, go, read, room

AN_HOUR = 60  # namings of one person
_WORKER = Path(__file__).parents[1] / "static" / "workspace" / "service.js"


class BrowserForm(forms.Form):
    """What a browser tells of itself (Push API); without it one asks for the desk's key."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)


@require_safe
def service(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Serve the worker at the root, because a worker rules no more than the folder that it comes from."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@room("POST")
def browser_key(request: Request) -> HttpResponse:
    """Tell the desk's public key, which a browser wants before it gives its address; the first who asks lets it be made."""
    throttle.at_most(AN_HOUR, 3600, "browsers", str(request.user.pk))
    return HttpResponse(vapid.public_key(desk_key()), content_type="text/plain")


@room("POST")
def browsers(request: Request) -> HttpResponse:
    """Push to this browser from now on, as long as one is logged in there."""
    throttle.at_most(AN_HOUR, 3600, "browsers", str(request.user.pk))
    told = read(BrowserForm(request.POST))
    name_browser(
        by=request.user,
        session_key=request.session.session_key or "",
        endpoint=told["endpoint"],
        public_key=told["p256dh"],
        secret=told["auth"],
        agent=request.headers.get("User-Agent", ""),
    )
    return HttpResponse(status=204)


@room("POST")
def removal(request: Request) -> HttpResponse:
    """Push to a browser no longer: this one, or one of the list."""
    if endpoint := request.POST.get("endpoint", ""):
        forget_browser(by=request.user, endpoint=endpoint)
        return HttpResponse(status=204)
    pk = whole(request.POST.get("browser", ""))
    if pk is None or not forget_browser(by=request.user, pk=pk):
        raise NotFound
    return go(request, reverse("workspace:wishes"), _("Nothing is pushed there any more."))


@cache
def _worker() -> str:
    return _WORKER.read_text(encoding="utf-8")
