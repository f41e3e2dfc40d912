"""Live nudges: a verb says «ticket 125 changed», every open browser that may know of it refetches.

The road: `nudge()` inside the transaction → NOTIFY at its commit → one listener per web process → server-sent events.
A nudge carries ids only (SEC-18); a stream holds no database connection (REL-44).
Source: the HTML standard, «Server-sent events»; PostgreSQL, NOTIFY (payload below 8000 bytes).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import psycopg
from django.db import connection
from django.http import StreamingHttpResponse

CHANNEL = "okno_live"
HEARTBEAT_SECONDS = 15
WAITING_AT_MOST = 200  # nudges for one slow reader; past that it is told to refetch everything
RESYNC: dict[str, Any] = {"resync": True}

Nudge = dict[str, Any]
log = logging.getLogger(__name__)


def nudge(**ids: int | str | list[int] | None) -> None:
    """Tell the open browsers, when and only when this transaction commits; equal nudges of one transaction are one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(ids, sort_keys=True)])


class Hub:
    """The listener of one web process and the queues of its open streams."""

    def __init__(self) -> None:
        self.queues: set[asyncio.Queue[Nudge]] = set()
        self.task: asyncio.Task[None] | None = None

    def open(self) -> asyncio.Queue[Nudge]:
        """Add a reader; the first one starts the listener."""
        if self.task is None or self.task.done() or self.task.get_loop() is not asyncio.get_running_loop():
            self.task = asyncio.get_running_loop().create_task(self._listen())
        queue: asyncio.Queue[Nudge] = asyncio.Queue(WAITING_AT_MOST)
        self.queues.add(queue)
        return queue

    def close(self, queue: asyncio.Queue[Nudge]) -> None:
        """Remove a reader; the last one stops the listener."""
        self.queues.discard(queue)
        if not self.queues and self.task is not None:
            self.task.cancel()
            self.task = None

    def publish(self, message: Nudge) -> None:
        """Hand the nudge to every reader; one that does not read is emptied and told to refetch."""
        for queue in self.queues:
            try:
                queue.put_nowait(message)
            except asyncio.QueueFull:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(RESYNC)

    async def _listen(self) -> None:
        """Listen for ever; after a lost connection every reader refetches, because nudges may have been missed."""
        pause = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    self.publish(RESYNC)
                    pause = 0.2
                    await self._pass_on(listener)
            except (psycopg.Error, OSError) as error:
                log.warning("live listener lost the database: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10)

    async def _pass_on(self, listener: psycopg.AsyncConnection[Any]) -> None:
        while True:
            # The time-out ends a half-open connection: a probe query fails where silence would last for ever (REL-19).
            async for notice in listener.notifies(timeout=HEARTBEAT_SECONDS):
                with contextlib.suppress(ValueError):
                    self.publish(json.loads(notice.payload))
            await asyncio.wait_for(listener.execute("SELECT 1"), timeout=10)


hub = Hub()


def stream(
    hears: Callable[[Nudge], bool], still_allowed: Callable[[], Awaitable[bool]], shown: Callable[[Nudge], Nudge]
) -> StreamingHttpResponse:
    """Answer with an endless event stream: `hears` filters, `shown` strips a nudge to what a browser may know.

    `still_allowed` is asked at each heart-beat and after each nudge about this person; False ends the stream (SEC-15).
    """
    response = StreamingHttpResponse(_events(hears, still_allowed, shown), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _events(
    hears: Callable[[Nudge], bool], still_allowed: Callable[[], Awaitable[bool]], shown: Callable[[Nudge], Nudge]
) -> AsyncIterator[bytes]:
    queue = hub.open()
    try:
        yield b"retry: 2000\n\n"
        while True:
            try:
                message = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                message = {}
            if (not message or "person" in message) and not await still_allowed():
                return
            if not message:
                yield b": still here\n\n"
            elif message == RESYNC or hears(message):
                yield b"data: " + json.dumps(RESYNC if message == RESYNC else shown(message)).encode() + b"\n\n"
    finally:
        hub.close(queue)


def _parameters() -> dict[str, Any]:
    """Describe the same database for a connection of our own, outside Django's pool."""
    settings = connection.settings_dict
    wanted = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        "connect_timeout": 10,
        "application_name": "okno live",
    }
    return {name: value for name, value in wanted.items() if value}
