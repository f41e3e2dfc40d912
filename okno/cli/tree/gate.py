"""The gate before the pages: bodies of bounded size and time, and never more requests at work than database connections."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[Any, Any, Any], Awaitable[None]]

SPARE = 3  # connections for the heart and for streams that ask whether they may go on
FILES_AT_ONCE = 4  # of the largest size, in one form
BODY_SECONDS = 300


class TooLarge(Exception):
    """The body is larger than any form of ours."""


class Gate:
    """ASGI application around Django's."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.at_work = asyncio.Semaphore(
            max(2, settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] - SPARE)
        )
        self.largest = FILES_AT_ONCE * settings.MAX_FILE_BYTES + 2**20

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass one request to the pages."""
        if scope["type"] != "http":
            return
        visit = Visit(self, scope, receive, send)
        try:
            visit.check()
            await self.pages(scope, visit.receive, visit.send)
        except (TooLarge, TimeoutError) as error:
            if visit.answered:
                raise
            await visit.refuse(413 if isinstance(error, TooLarge) else 408)
        finally:
            visit.leave()


class Visit:
    """One request on its way: its body is counted, and its place at work is given back when a stream begins."""

    def __init__(self, gate: Gate, scope: Message, receive: Receive, send: Send) -> None:
        self.gate = gate
        self._receive, self._send = receive, send
        self.head = dict(scope["headers"])
        length = self.head.get(b"content-length", b"0")
        self.announced = int(length) if length.isdigit() else 0
        self.came = 0
        self.complete = self.working = self.answered = False
        self.until = asyncio.get_running_loop().time() + BODY_SECONDS

    def check(self) -> None:
        """Refuse what is too large by its own account, before a byte is read."""
        if max(self.announced, self.came) > self.gate.largest:
            raise TooLarge

    async def receive(self) -> Message:
        """Count the body; with its end the work begins, when there is a place."""
        if self.complete:
            return await self._receive()  # only the news that the browser has gone
        async with asyncio.timeout_at(self.until):
            message = await self._receive()
        self.came += len(message.get("body", b""))
        self.check()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self.complete = True
            await self.gate.at_work.acquire()
            self.working = True
        return message

    async def send(self, message: Message) -> None:
        """Pass the answer on; a stream of events needs no place at work any more."""
        if message["type"] == "http.response.start":
            self.answered = True
            if (b"content-type", b"text/event-stream") in [
                (name.lower(), value.split(b";")[0]) for name, value in message.get("headers", [])
            ]:
                self.leave()
        await self._send(message)

    def leave(self) -> None:
        """Give the place at work back; once."""
        if self.working:
            self.working = False
            self.gate.at_work.release()

    async def refuse(self, status: int) -> None:
        """Answer with a sentence; the rest of the body is not read."""
        english = self.head.get(b"accept-language", b"").lower().startswith(b"en")
        with translation.override("en" if english else "ru"):
            words = {
                413: _("This is too large. Please send smaller files, or several messages."),
                408: _("The connection is too slow; nothing was saved. Please try again."),
            }[status]
        body = words.encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
