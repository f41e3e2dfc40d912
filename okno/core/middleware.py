"""What every request gets: a number, safe headers, and a human page for each refusal."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from okno.core import logs
from okno.core.refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


class Middleware:
    """Sync middleware of one method; Django adapts it once for the whole chain."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response


class request_id(Middleware):  # noqa: N801 - read in settings as the thing that it adds
    """Give the request a number that log lines carry and error pages show."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]
        logs.request_id.set(request.request_id)  # type: ignore[attr-defined]
        return self.get_response(request)


class safe_headers(Middleware):  # noqa: N801
    """Headers that Django itself does not set."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class refusals(Middleware):  # noqa: N801
    """Turn a refusal into a page, a fragment's toast or JSON: always the same words, never a trace."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal, and an absent database, in words; everything else goes on to Django's page for 500."""
        if isinstance(error, Refusal):
            return refuse(request, error.status, str(error), error.facts)
        if isinstance(error, OperationalError):
            log.error("the database did not answer", exc_info=error)
            return refuse(
                request,
                503,
                _("The desk is busy or restarting. Nothing is lost; please try again in a moment."),
            )
        if isinstance(error, DatabaseError):
            log.error("the database refused", exc_info=error)
        return None


def refuse(
    request: HttpRequest, status: int, words: str, facts: dict[str, object] | None = None
) -> HttpResponse:
    """Answer with a sentence and the right status; a fetch of htmx gets the sentence alone, to show as a toast."""
    number = getattr(request, "request_id", "")
    if "application/json" in request.headers.get("Accept", ""):
        return _later(
            JsonResponse({"title": words, "status": status, "request_id": number}, status=status), facts
        )
    template = "look/refusal_fragment.html" if request.headers.get("HX-Request") else "look/refusal.html"
    context = {"words": words, "status": status, "number": number, **(facts or {})}
    return _later(render(request, template, context, status=status), facts)


def _later(response: HttpResponse, facts: dict[str, object] | None) -> HttpResponse:
    """Say when it is worth asking again, where that is known."""
    if facts and "looks_again" in facts:
        response.headers["Retry-After"] = str(facts["looks_again"])
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Explain a missing form token: nearly always an old tab."""
    return refuse(
        request,
        403,
        _("This page was open for too long. Please reload it and try again; copy your text first."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404 in human words."""
    return refuse(request, 404, _("There is no such page, or it is not open to you."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 in human words; whoever sent too much at once is told so, and what to do."""
    if isinstance(exception, TooManyFilesSent):
        words = _("These are too many files at once. Please go back, and send fewer of them.")
    elif isinstance(exception, (TooManyFieldsSent, RequestDataTooBig)):
        words = _("This is too much at once. Please go back, and send it in parts or as a file.")
    else:
        words = _("This request cannot be understood.")
    return refuse(request, 400, words)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403 in human words."""
    return refuse(request, 403, _("You have no right to do this."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 in human words; the number finds the trace in the log."""
    return refuse(
        request, 500, _("Something broke on our side. What you sent before is safe; please try again.")
    )
