"""What a window sends, and how it is answered: JSON for a script, the page for a form."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from okno.channels.chat.window import look
from okno.channels.models import Chat
from okno.core import clock, files, throttle
from okno.core.numbers import whole
from okno.core.refusals import BadInput
from okno.core.text import keepable
from okno.desk.actions.hear import NewFile
from okno.portal import keeping
from okno.portal.chat import words
from okno.portal.chat.doors import Caller

BODY_AT_MOST = 100_000
CONSENTS_AT_MOST = 100
CHECKING_AT_MOST = 50
FILES_AT_MOST, FILES_SECONDS = 20, 600
CONSENT = "consent_"
Given = dict[str, Any]


def given_in(request: HttpRequest) -> Given:
    """Return what was sent: JSON, or a form."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    if int(request.headers.get("Content-Length") or 0) > BODY_AT_MOST:
        raise BadInput
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput from None
    if not isinstance(given, dict):
        raise BadInput
    return given


def text_in(given: Given, name: str) -> str:
    """Return a text; raises BadInput for what is none."""
    value = given.get(name, "")
    if not isinstance(value, str | int):
        raise BadInput
    return keepable(str(value))


def enclosed_in(request: HttpRequest, visitor: int) -> list[NewFile]:
    """Keep the files that came along."""
    found = request.FILES.getlist("file")
    if not found:
        return []
    throttle.at_most(FILES_AT_MOST, FILES_SECONDS, "chat-files", str(visitor))
    if len(found) > FILES_AT_MOST or any((one.size or 0) > settings.MAX_FILE_BYTES for one in found):
        raise files.FileTooLarge
    return [keeping.keep(one).new for one in found]


def checking_in(request: HttpRequest) -> list[int]:
    """Return the files that a window shows as being checked for viruses."""
    named = request.GET.get("checking", "")[: CHECKING_AT_MOST * 20].split(",")[:CHECKING_AT_MOST]
    return [pk for one in named if (pk := whole(one)) is not None]


def seen_by(caller: Caller, chat: Chat, after: int, *, is_seen: bool, has_said: bool = False) -> Given:
    """Return what a window does not show yet, and how it stands."""
    now = clock.now()
    window = look(chat, after, now, is_seen=is_seen, has_said=has_said)
    return words.seen(chat, window, now, base=base_of(caller))


def answer(request: HttpRequest, told: Given) -> HttpResponse:
    """Answer a script with what it asked, and a form with its page."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(told)
    return redirect("portal:chat")


def base_of(caller: Caller) -> str:
    """A widget lives on another site: it gets whole addresses."""
    return settings.BASE_URL if caller.is_widget else ""


def agreed_in(given: Given) -> set[int]:
    """Return the texts to which one agrees: a list of a script, or the boxes of a form."""
    listed = given.get("consents", [])
    if not isinstance(listed, list) or len(listed) > CONSENTS_AT_MOST:
        raise BadInput
    boxes = [name.removeprefix(CONSENT) for name in given if name.startswith(CONSENT)]
    return {pk for one in [*listed, *boxes] if (pk := whole(str(one))) is not None}
