"""Live nudges: a verb says «ticket 125 changed», every open browser that may know of it refetches.

The road: `nudge()` inside the transaction → NOTIFY at its commit → one listener per web process → server-sent events.
A nudge carries ids only (SEC-18); a stream holds no database connection (REL-44).
Source: the HTML standard, «Server-sent events»; PostgreSQL, NOTIFY (payload below 8000 bytes).
"""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import psycopg
from django.db import connection
from django.http import StreamingHttpResponse

CHANNEL = "okno_live"
HEARTBEAT_SECONDS = 15
LINGER_SECONDS = (
    20  # the listener outlives its last reader for so long: a page that follows another needs no new one
)
WAITING_AT_MOST = 200  # nudges for one slow reader; past that it is told to refetch everything
LATE_SECONDS = 0.5  # what may wait does so for so long
GATHERED_SECONDS = 0.05  # what comes so soon after another goes along with the next
RESYNC: dict[str, Any] = {"resync": True}
END: dict[str, Any] = {"end": True}  # the server stops; never sent

Nudge = dict[str, Any]
log = logging.getLogger(__name__)


def nudge(**ids: int | str | list[int] | None) -> None:
    """Tell the open browsers, when and only when this transaction commits; equal nudges of one transaction are one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(ids, sort_keys=True)])


def nudge_all(nudges: Sequence[Nudge]) -> None:
    """Send several nudges in one statement."""
    if nudges:
        told = json.dumps(nudges, sort_keys=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, told::text) FROM json_array_elements(%s) AS told", [CHANNEL, told]
            )


class Inbox(asyncio.Queue[Nudge]):
    """What waits for one open stream: the nudges that it hears, so that one of a thousand readers wakes alone.

    What `may_wait` is brought with the next that may not, or a moment later together with its like.
    """

    def __init__(
        self,
        hears: Callable[[Nudge], bool] = lambda _nudge: True,
        about: int | None = None,
        may_wait: Callable[[Nudge], bool] = lambda _nudge: False,
    ) -> None:
        super().__init__(WAITING_AT_MOST)
        self.hears, self.about, self.may_wait = hears, about, may_wait
        self.late: list[Nudge] = []
        self.timer: asyncio.TimerHandle | None = None

    def wants(self, message: Nudge) -> bool:
        """True for what the stream hears, and for what is about a person: the right to listen may have ended."""
        return message == RESYNC or "person" in message or self.hears(message)

    def take(self, message: Nudge) -> None:
        """Take what the stream hears; one that does not read is emptied and told to refetch."""
        if len(self.late) < WAITING_AT_MOST and self.may_wait(message):
            self.late.append(message)
            self.timer = self.timer or asyncio.get_running_loop().call_later(LATE_SECONDS, self.bring)
            return
        self.bring()
        self._hand(message)

    def bring(self) -> None:
        """Hand over what has waited."""
        if self.timer is not None:
            self.timer.cancel()
        late, self.late, self.timer = self.late, [], None
        for message in late:
            self._hand(message)

    def _hand(self, message: Nudge) -> None:
        try:
            self.put_nowait(message)
        except asyncio.QueueFull:
            while not self.empty():
                self.get_nowait()
            self.put_nowait(message if message is END else RESYNC)


class Hub:
    """The listener of one web process and the queues of its open streams."""

    def __init__(self) -> None:
        self.queues: set[Inbox] = set()
        self.about: defaultdict[int | None, set[Inbox]] = defaultdict(set)  # None: of more than one ticket
        self.task: asyncio.Task[None] | None = None
        self.listens = False
        self.ended = False

    def open(self, queue: Inbox) -> None:
        """Add a reader; the first one starts the listener.

        It begins with a refetch: what came before was not heard.
        """
        loop = asyncio.get_running_loop()
        if self.task is None or self.task.done() or self.task.get_loop() is not loop:
            self.listens = False
            self.task = loop.create_task(self._listen(), name="live listener")
        if self.ended:
            queue.put_nowait(END)
        elif self.listens:
            queue.put_nowait(RESYNC)
        self.add(queue)

    def add(self, queue: Inbox) -> None:
        """Let a reader hear what is published from now on."""
        self.queues.add(queue)
        self.about[queue.about].add(queue)

    def close(self, queue: Inbox) -> None:
        """Remove a reader; when no other follows the last one, the listener stops."""
        queue.bring()
        self.queues.discard(queue)
        self.about[queue.about].discard(queue)
        if not self.about[queue.about]:
            del self.about[queue.about]
        if not self.queues:
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self.rest)

    def rest(self) -> None:
        """Stop the listener where nobody reads."""
        if not self.queues and self.task is not None:
            self.task.cancel()
            self.task, self.listens = None, False

    def end(self) -> None:
        """Let every stream end after what it has; the server stops (REL-44)."""
        self.ended = True
        for queue in self.queues:
            queue.take(END)

    def publish(self, message: Nudge) -> None:
        """Hand the nudge to every reader who hears it.

        Thousands of windows that look at one ticket each are not asked one by one.
        """
        ticket = message.get("ticket") or message.get("presence")
        is_for_all = message == RESYNC or "person" in message
        asked = self.queues if is_for_all else self.about.get(None, set()) | self.about.get(ticket, set())
        for queue in asked:
            if queue.wants(message):
                queue.take(message)

    async def _listen(self) -> None:
        """Listen for ever; after a lost connection every reader refetches, because nudges may have been missed."""
        pause = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters()) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    self.listens = True
                    self.publish(RESYNC)
                    pause = 0.2
                    await self._pass_on(listener)
            except (psycopg.Error, OSError) as error:  # a TimeoutError is an OSError
                log.warning("live listener lost the database: %s", error)
            finally:
                self.listens = False
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
    hears: Callable[[Nudge], bool],
    still_allowed: Callable[[], Awaitable[bool]],
    shown: Callable[[Nudge], Nudge],
    *,
    about: int | None = None,
    may_wait: Callable[[Nudge], bool] = lambda _nudge: False,
) -> StreamingHttpResponse:
    """Answer with an endless event stream: `hears` filters, `shown` strips a nudge to what a browser may know.

    `about` is the number of the only ticket that it hears of, where it is one; what `may_wait` comes up to half a second later.
    `still_allowed` is asked at each heart-beat and after each nudge about this person; False ends the stream (SEC-15).
    """
    events = _events(Inbox(hears, about, may_wait), still_allowed, shown)
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _events(
    queue: Inbox,
    still_allowed: Callable[[], Awaitable[bool]],
    shown: Callable[[Nudge], Nudge],
) -> AsyncIterator[bytes]:
    gathered_until, now = 0.0, asyncio.get_running_loop().time
    hub.open(queue)
    try:
        yield b"retry: 2000\n\n"
        while True:
            messages = await _next(queue)
            if messages and (wait := gathered_until - now()) > 0:
                await asyncio.sleep(wait)
                messages += _waiting(queue)
            gathered_until = now() + GATHERED_SECONDS
            if END in messages:
                return
            is_asked = not messages or any("person" in message for message in messages)
            if is_asked and not await still_allowed():
                return
            told = [message for message in messages if message == RESYNC or queue.hears(message)]
            events = dict.fromkeys(json.dumps(one if one == RESYNC else shown(one)) for one in told)
            if events:
                yield "".join(f"data: {event}\n\n" for event in events).encode()
            elif not messages:
                yield b": still here\n\n"
    finally:
        hub.close(queue)


async def _next(queue: Inbox) -> list[Nudge]:
    """Return the next nudge; nothing when it is time for a sign of life."""
    with contextlib.suppress(TimeoutError):
        # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with a nudge, and the
        # stream of a browser that has gone would last as long as the process.
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return [await queue.get()]
    return []


def _waiting(queue: Inbox) -> list[Nudge]:
    return [queue.get_nowait() for _place in range(queue.qsize())]


def _parameters() -> dict[str, Any]:
    """Describe the same database for a connection of our own, outside Django's pool."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "options"):
        parameters.pop(name, None)
    # A server that vanished without a word is noticed by the system within a minute.
    alive = {"keepalives_idle": 15, "keepalives_interval": 10, "keepalives_count": 3}
    return alive | parameters | {"autocommit": True, "application_name": "okno live"}
