"""What a reader on another site says of an answer: it helped, or it did not."""

from typing import Any

from django.http import HttpRequest

from okno.core import throttle
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.knowledge.models import ReadAt
from okno.portal.library import ANSWERS_AT_MOST, ASKED_AT_MOST, IN_SECONDS

KEY_AT_LEAST, KEY_AT_MOST = 8, 32


def said_in(request: HttpRequest) -> dict[str, Any]:
    """Return what was said, by which visit and after which words; raises BadInput, and TooMuch for who says it too often."""
    throttle.at_most(ANSWERS_AT_MOST, IN_SECONDS, "helped", request.META.get("REMOTE_ADDR", ""))
    key, said = one_line(request.POST.get("key", ""), KEY_AT_MOST), request.POST.get("helped")
    if len(key) < KEY_AT_LEAST or said not in ("yes", "no"):
        raise BadInput
    return {
        "is_yes": said == "yes",
        "key": key,
        "asked": one_line(request.POST.get("q", ""), ASKED_AT_MOST),
        "door": ReadAt.WIDGET,
    }
