"""The nudges of a visitor's window: that something is new in his conversation, or somebody writes there; then it asks."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from okno.channels.chat import book
from okno.core import live as nudges
from okno.core.asking import ask
from okno.core.refusals import Refusal
from okno.portal.chat.doors import caller_of


@require_safe
async def live(request: HttpRequest) -> HttpResponseBase:
    """Answer with the nudges of the visitor's conversation; who has none gets 401 before the first byte (SEC-17)."""
    found = await ask(partial(_conversation, request))
    if found is None:
        return HttpResponse(status=401)
    visitor, number = found

    async def still_allowed() -> bool:
        return await ask(partial(_number_of, visitor)) == number

    def hears(nudge: dict[str, Any]) -> bool:
        is_said = bool(nudge.get("public")) and nudge.get("ticket") == number
        return is_said or nudge.get("presence") == number

    return nudges.stream(hears, still_allowed, _shown)


def _conversation(request: HttpRequest) -> tuple[int, int] | None:
    try:
        chat = caller_of(request).chat()
    except Refusal:
        return None
    return chat.visitor_id, chat.ticket.number


def _number_of(visitor: int) -> int | None:
    chat = book.latest(visitor)
    return chat.ticket.number if chat else None


def _shown(nudge: dict[str, Any]) -> dict[str, Any]:
    return {"chat": nudge.get("ticket") or nudge.get("presence")}
