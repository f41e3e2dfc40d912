"""Pages of other sites at our addresses: the widget's and those of the chat alone, without cookies, from known sites only.

Source: the Fetch standard, «CORS protocol». A page of another site never comes as the person who is logged in here: its
cookies are not read, so there is nothing to forge. Credentials are never allowed, and no answer names `*`.
"""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from okno.channels.widget import origins
from okno.core.middleware import Middleware

OF_A_WIDGET: Final = re.compile(r"/widget/([^/]*)/")
OF_THE_CHAT: Final = "/chat/"
METHODS: Final = "GET, POST"
HEADERS: Final = "Accept, Accept-Language, Authorization, Content-Type"
PREFLIGHT_SECONDS: Final = 7200  # browsers keep it no longer


class foreign_pages(Middleware):  # noqa: N801 - read in settings as the thing that it lets in
    """Let the pages of known sites ask, and nobody else's; must stand before sessions are read."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the permission to read the answer."""
        of_widget = OF_A_WIDGET.match(request.path)
        if of_widget is None and not request.path.startswith(OF_THE_CHAT):
            return self.get_response(request)
        origin = request.headers.get("Origin", "")
        is_foreign = bool(origin) and origin not in _own(request)
        if of_widget is not None or is_foreign:
            _as_nobody(request)
        if not is_foreign:
            return self.get_response(request)
        if not origins.may(origin, of_widget[1] if of_widget else ""):
            words = _("This site may not use the widget. An administrator adds it in “Settings → Widgets”.")
            return _varied(JsonResponse({"title": words, "status": 403}, status=403))
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = _permission() if asks else self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = origin
        return _varied(response)


def _own(request: HttpRequest) -> set[str]:
    """Return the origins of the desk itself."""
    return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _as_nobody(request: HttpRequest) -> None:
    """Forget who the browser is; what comes without cookies needs no token against forgery."""
    request.META.pop("HTTP_COOKIE", None)
    request.csrf_processing_done = True  # type: ignore[attr-defined] # Django's own mark of it


def _permission() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = HEADERS
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Origin"])
    return response
