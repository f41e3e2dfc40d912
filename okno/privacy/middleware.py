"""The journal of access is written behind the answer: whoever reads a page waits for no row of it."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse

from okno.core.middleware import Middleware

log = logging.getLogger(__name__)
_PLACE = "looks"


def after_answer(request: HttpRequest, write: Callable[..., None], *what: Any, **how: Any) -> None:
    """Write a look when the answer has left; one that never leaves was seen by nobody."""
    looks: list[Callable[[], None]] = getattr(request, _PLACE, [])
    setattr(request, _PLACE, [*looks, lambda: write(*what, **how)])


class keep_looks(Middleware):  # noqa: N801 - read in settings as the thing that it does
    """Write the looks of a request when its answer is closed, which Django does behind the last byte."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and leave the writing to the end."""
        response = self.get_response(request)
        for write in getattr(request, _PLACE, ()):
            response._resource_closers.append(_guarded(write))  # type: ignore[attr-defined] # noqa: SLF001 - as FileResponse does it
        return response


def _guarded(write: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            write()
        except Error:
            log.exception("a look was not written into the journal of access")

    return run
