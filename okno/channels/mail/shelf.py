"""Group commit: letters of several sessions go into the table together, and each session hears of its own commit."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connection

from okno.channels.mail.receive import Arrival, store_all

LETTERS_AT_ONCE = 64
BYTES_AT_ONCE = 24 * 2**20
WAITING_AT_MOST = 256  # letters in memory; past that a session waits, and its sender with it

log = logging.getLogger(__name__)


class Shelf:
    """Takes letters from sessions of one event loop; one thread writes them."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[Arrival, asyncio.Future[None]]] = asyncio.Queue(WAITING_AT_MOST)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="okno-shelf")
        self._task: asyncio.Task[None] | None = None

    async def put(self, arrival: Arrival) -> None:
        """Return when the letter is committed; raises what the database said when it is not."""
        if self._task is None:
            self._task = asyncio.create_task(self._write())
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._waiting.put((arrival, done))
        await done

    async def close(self) -> None:
        """Stop writing; sessions that still wait are told to come again, because nothing of theirs was acknowledged."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        while not self._waiting.empty():
            self._waiting.get_nowait()[1].set_exception(ConnectionError("the desk is going down"))
        await asyncio.get_running_loop().run_in_executor(self._writer, _hang_up)
        self._writer.shutdown()

    async def _write(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            size = len(batch[0][0].raw)
            while not self._waiting.empty() and len(batch) < LETTERS_AT_ONCE and size < BYTES_AT_ONCE:
                batch.append(self._waiting.get_nowait())
                size += len(batch[-1][0].raw)
            await self._commit(batch)

    async def _commit(self, batch: list[tuple[Arrival, asyncio.Future[None]]]) -> None:
        problem = await self._try([arrival for arrival, _ in batch])
        for arrival, done in batch:
            if problem is not None and len(batch) > 1:
                # One letter that the database refuses must not speak for its neighbours.
                alone = await self._try([arrival])
            else:
                alone = problem
            if done.done():
                continue
            if alone is None:
                done.set_result(None)
            else:
                done.set_exception(alone)

    async def _try(self, arrivals: list[Arrival]) -> Exception | None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._writer, _store, arrivals)
        except Exception as error:  # noqa: BLE001 - handed to the session, which answers its sender
            log.warning("letters were not stored: %s", type(error).__name__)
            return error
        return None


def _store(arrivals: list[Arrival]) -> None:
    close_old_connections()
    store_all(arrivals)


def _hang_up() -> None:
    connection.close()
