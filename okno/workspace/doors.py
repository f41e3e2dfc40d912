"""The doors of the rooms: who may come in, how a form is read, where one goes after a deed."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from okno.core.refusals import BadInput, NotAllowed, NotFound
from okno.desk.access import require_staff
from okno.people.models import Person
from okno.setup import first_run
from okno.workspace import looking

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Request(HttpRequest):
    """A request of somebody who works here."""

    user: Person


def room(*methods: str) -> Callable[[Callable[Concatenate[Request, P], HttpResponseBase]], View[P]]:
    """Open a view to those who work here, for these methods (GET when none is named).

    Strangers are led to the login; customers learn nothing of the room (404).
    """

    def wrap(view: Callable[Concatenate[Request, P], HttpResponseBase]) -> View[P]:
        @require_http_methods(list(methods or ("GET", "HEAD")))
        @wraps(view)
        def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if request.method in {"GET", "HEAD"}:
                    return to_the_door(request)
                raise NotFound
            require_staff(request.user)
            try:
                response = view(request, *args, **kwargs)  # type: ignore[arg-type] # checked just above
            except (NotFound, NotAllowed):
                looking.tried(request, kwargs)
                raise
            response.headers["Desk-Reader"] = str(request.user.pk)  # whose page it is, for service_pages.js
            return response

        return inside

    return wrap


def to_the_door(request: HttpRequest) -> HttpResponseBase:
    """Lead a stranger to the login and back; on a new desk, where nobody could log in, to its first run."""
    return redirect("workspace:start") if first_run.is_new() else redirect_to_login(request.get_full_path())


def read(form: forms.BaseForm) -> dict[str, Any]:
    """Return the values of a form; raises BadInput with the first complaint, in the reader's words."""
    if form.is_valid():
        return form.cleaned_data
    field, complaints = next(iter(form.errors.items()))
    label = form.fields[field].label if field in form.fields else ""
    raise BadInput(f"{label}: {complaints[0]}" if label else str(complaints[0]))


def go(request: HttpRequest, url: str, say: str | Promise = "") -> HttpResponse:
    """Lead to a page after a deed; a fetch that stays on its page is answered with that page."""
    if say:
        messages.success(request, str(say))
    if request.headers.get("HX-Request") and not _is_here(request, url):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def lead(request: HttpRequest, url: str, say: str | Promise = "") -> HttpResponse:
    """Lead from a ticket to another one or to a list; a page that fetches stays, and brings the new main part by itself."""
    if not request.headers.get("HX-Request") or _is_here(request, url):
        return go(request, url, say)
    if say:
        messages.success(request, str(say))
    answer = render(request, "look/parts/toasts.html")
    answer.headers["HX-Reswap"] = "none"
    answer.headers["HX-Trigger"] = json.dumps({"desk:lead": {"to": url}})
    return answer


def back(request: HttpRequest, otherwise: str) -> str:
    """Return the page from which the form was sent, when it is one of ours."""
    url = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if url and ours else otherwise


def _is_here(request: HttpRequest, url: str) -> bool:
    """Tell whether the browser shows this page already (its query does not matter)."""
    here = request.headers.get("HX-Current-URL", "")
    return request.build_absolute_uri(url).partition("?")[0] == here.partition("?")[0]
