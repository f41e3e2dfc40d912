"""Two words for machines that watch: alive, ready. Nothing else is told without a login (SEC-56)."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer: the process works."""
    return _word(well=True)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer: the process and its database work."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("not ready: %s", error)
        return _word(well=False)
    return _word(well=True)


def _word(*, well: bool) -> HttpResponse:
    return HttpResponse("ok" if well else "not ok", content_type="text/plain", status=200 if well else 503)
