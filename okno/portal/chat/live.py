"""The nudges of a visitor's window: that something is new in his conversation, or somebody writes there; then it asks."""

import asyncio
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from okno.channels.chat import book
from okno.channels.chat.visitors import person_of
from okno.core import live as nudges
from okno.core.asking import ask
from okno.core.refusals import Refusal
from okno.portal.chat.doors import caller_of

GATHERED_SECONDS = 1.0  # streams ask every fifteen seconds whether they may go on


class Numbers:
    """In which conversation visitors are: all streams that ask within a moment are answered by one statement."""

    def __init__(self) -> None:
        self.asked: dict[int, asyncio.Future[int | None]] = {}

    async def of(self, visitor: int) -> int | None:
        """Return the number of the visitor's conversation."""
        if visitor not in self.asked:
            if not self.asked:
                self.task = asyncio.create_task(self._answer())
            self.asked[visitor] = asyncio.get_running_loop().create_future()
        return await asyncio.shield(self.asked[visitor])

    async def _answer(self) -> None:
        await asyncio.sleep(GATHERED_SECONDS)
        asked, self.asked = self.asked, {}
        try:
            known = await ask(partial(book.numbers_of, list(asked)))
        except Exception as error:  # noqa: BLE001 - each stream ends by it as if it had asked itself
            for waiting in asked.values():
                waiting.set_exception(error)
            return
        for visitor, waiting in asked.items():
            waiting.set_result(known.get(visitor))


numbers = Numbers()


@require_safe
def live(request: HttpRequest) -> HttpResponseBase:
    """Answer with the nudges of the visitor's conversation; who has none gets 401 before the first byte (SEC-17)."""
    found = _conversation(request)
    if found is None:
        return HttpResponse(status=401)
    visitor, person, number = found

    async def still_allowed() -> bool:
        return await numbers.of(visitor) == number

    return nudges.stream(partial(_hears, number, person), still_allowed, _shown, about=number)


def _hears(number: int, person: int, nudge: dict[str, Any]) -> bool:
    """True for what is said in the conversation with this number, and for who is there or writes, oneself left out."""
    is_said = bool(nudge.get("public")) and nudge.get("ticket") == number
    return is_said or (nudge.get("presence") == number and nudge.get("by") != person)


def _conversation(request: HttpRequest) -> tuple[int, int, int] | None:
    """Return the ids of the visitor and of his person, and the number of his conversation."""
    try:
        chat = caller_of(request).chat()
    except Refusal:
        return None
    return chat.visitor_id, person_of(chat.visitor).pk, chat.ticket.number


def _shown(nudge: dict[str, Any]) -> dict[str, Any]:
    """Return the number of the conversation, and which message it is that was said: who has that one need not ask."""
    said = {"said": nudge["message"]} if nudge.get("message") else {}
    return {"chat": nudge.get("ticket") or nudge.get("presence"), **said}
