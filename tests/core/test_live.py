"""Live nudges over a real server and real sockets."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from django.db import connection, transaction

from okno.cli.tree import web
from okno.cli.tree.gate import Gate
from okno.core import live
from okno.core.live import nudge
from okno.core.pages import Pages
from tests.cli.desk import wait_for
from tests.lent import connections_in_use

pytestmark = pytest.mark.django_db(transaction=True)
LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'okno live' AND datname = current_database()"


class Running:
    """A server of the desk in a thread, with pages of ours."""

    def __init__(self) -> None:
        self.listener = web.listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.server = web.Server(
            uvicorn.Config(
                Gate(Pages()),
                http=web.Heads,
                ws="none",
                lifespan="off",
                log_config=None,
                timeout_graceful_shutdown=6,
            ),
            lambda: None,
        )
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            await self.server._serve([self.listener])

        asyncio.run(serve())

    def tasks(self) -> set[str]:
        """Names of the coroutines that run in the server's loop."""
        assert self.loop is not None
        return {str(task.get_coro()) for task in asyncio.all_tasks(self.loop)}

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(15)
        live.hub = live.Hub()  # a server that stops ends its hub for good


@pytest.fixture
def running(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    settings.ROOT_URLCONF = "tests.core.live_pages"
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(live, "LINGER_SECONDS", 0.2)
    made = Running()
    made.thread.start()
    wait_for(lambda: made.server.started)
    yield made
    made.stop()
    assert not made.thread.is_alive()


class Stream:
    """A browser's stream of events."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def next(self, seconds: float = 5) -> dict[str, Any] | None:
        """The next event; None at the end of the stream."""
        while True:
            line = await asyncio.wait_for(self.reader.readline(), seconds)
            if not line:
                return None
            if line.startswith(b"data: "):
                return json.loads(line[6:])

    def cut(self) -> None:
        self.writer.transport.abort()


async def opened(port: int) -> Stream:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return Stream(reader, writer)


@asynccontextmanager
async def streams(port: int, count: int = 1) -> AsyncIterator[list[Stream]]:
    found = [await opened(port) for _ in range(count)]
    for one in found:
        assert await one.next(20) == live.RESYNC
    try:
        yield found
    finally:
        for one in found:
            one.cut()


def say(**ids: int) -> None:
    with transaction.atomic():
        nudge(**ids)


def ask(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


async def aside(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Do something with the database beside the loop, in one thread, and give the connection back."""

    def work() -> Any:
        try:
            return function(*arguments, **named)
        finally:
            connection.close()

    return await asyncio.to_thread(work)


async def test_a_nudge_arrives_within_a_second_of_its_commit(running: Running) -> None:
    async with streams(running.port) as (stream,):
        await aside(say, ticket=125)
        assert await stream.next(1) == {"ticket": 125}


async def test_a_nudge_of_a_rolled_back_transaction_is_never_heard(running: Running) -> None:
    def rolled_back() -> None:
        with transaction.atomic():
            nudge(ticket=1)
            transaction.set_rollback(True)

    async with streams(running.port) as (stream,):
        await aside(rolled_back)
        await aside(say, ticket=2)
        assert await stream.next(1) == {"ticket": 2}


async def test_rel_19_a_lost_listener_comes_back_and_everybody_refetches(running: Running) -> None:
    async with streams(running.port) as (stream,):
        await aside(
            ask,
            LISTENERS.replace("count(*)", "count(pg_terminate_backend(pid))"),
        )
        assert await stream.next(5) == live.RESYNC
        await aside(say, ticket=3)
        assert await stream.next(1) == {"ticket": 3}


async def test_rel_44_two_hundred_streams_leave_nothing_behind(running: Running) -> None:
    before = connections_in_use()  # the test's own
    async with streams(running.port, 200) as found:
        # One that is being made counts as used until it lies in the pool.
        await asyncio.to_thread(wait_for, lambda: connections_in_use() == before)
        assert await aside(ask, LISTENERS) == 1
        await aside(say, ticket=4)
        assert await asyncio.gather(*(stream.next(5) for stream in found)) == [{"ticket": 4}] * 200

    def quiet() -> bool:
        return not live.hub.queues and not [
            name for name in running.tasks() if "listen" in name or "handle" in name
        ]

    await asyncio.to_thread(wait_for, quiet)
    assert await aside(ask, LISTENERS) == 0


async def test_rel_44_a_browser_that_goes_while_a_nudge_comes_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = live.Hub()
    monkeypatch.setattr(live, "hub", hub)
    hub.task = asyncio.create_task(asyncio.Event().wait())  # nothing of the database is listened to
    answer = live.stream(lambda _nudge: True, lambda: asyncio.sleep(0, True), lambda nudge: nudge)
    came: asyncio.Queue[bytes] = asyncio.Queue()

    async def read() -> None:
        async for event in answer.streaming_content:
            came.put_nowait(event)

    reading = asyncio.create_task(read())
    assert b"retry" in await asyncio.wait_for(came.get(), 60)
    hub.publish({"ticket": 1})
    assert b"ticket" in await asyncio.wait_for(came.get(), 60)
    hub.publish({"ticket": 2})  # both in the same turn of the loop
    reading.cancel()
    await asyncio.wait([reading], timeout=5)
    assert reading.cancelled()
    assert not hub.queues
    hub.task.cancel()


async def test_rel_44_a_stop_of_the_server_ends_the_streams_at_once(running: Running) -> None:
    async with streams(running.port) as (stream,):
        running.server.should_exit = True
        assert await stream.next(5) is None
        await asyncio.to_thread(running.thread.join, 10)
        assert not running.thread.is_alive()


async def test_rel_44_a_reader_that_does_not_read_is_not_buffered_for() -> None:
    hub = live.Hub()
    queue = live.Inbox()
    hub.add(queue)
    for number in range(live.WAITING_AT_MOST + 1):
        hub.publish({"ticket": number})
    assert queue.qsize() == 1
    assert queue.get_nowait() == live.RESYNC


async def test_only_who_hears_a_nudge_wakes_and_everybody_for_a_person() -> None:
    hub = live.Hub()
    deaf, listening = live.Inbox(lambda _nudge: False), live.Inbox(lambda nudge: nudge.get("ticket") == 1)
    beside = live.Inbox(lambda _nudge: True, about=2)
    for inbox in (deaf, listening, beside):
        hub.add(inbox)
    for told in ({"ticket": 1}, {"ticket": 2}, {"person": 3}, live.RESYNC):
        hub.publish(told)
    assert (deaf.qsize(), listening.qsize()) == (2, 3)
    assert beside.qsize() == 3, "who looks at one ticket is not even asked about another"


async def test_what_may_wait_comes_with_the_next_that_may_not_or_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub, queue = live.Hub(), live.Inbox(may_wait=lambda nudge: "said" in nudge)
    hub.add(queue)
    for told in ({"said": 1}, {"said": 2}):
        hub.publish(told)
    assert queue.empty()
    hub.publish({"ticket": 3})
    assert [queue.get_nowait() for _turn in range(3)] == [{"said": 1}, {"said": 2}, {"ticket": 3}]
    monkeypatch.setattr(live, "LATE_SECONDS", 0.0)
    hub.publish({"said": 4})
    assert await asyncio.wait_for(queue.get(), 60) == {"said": 4}
    for number in range(live.WAITING_AT_MOST * 2):
        hub.publish({"said": number})
    assert len(queue.late) <= live.WAITING_AT_MOST
    hub.close(queue)
    assert queue.timer is None
    assert live.RESYNC in [queue.get_nowait() for _place in range(queue.qsize())]


async def test_a_late_stream_begins_with_a_refetch(running: Running) -> None:
    async with streams(running.port), streams(running.port) as (late,):
        await aside(say, ticket=5)
        assert await late.next(1) == {"ticket": 5}


def test_the_socket_of_the_pages_is_bound_before_the_fork() -> None:
    listener = web.listen("127.0.0.1", 0)
    with socket.create_connection(listener.getsockname(), timeout=5):
        pass
    listener.close()
