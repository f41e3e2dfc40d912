"""The mail doors of one process: the listener and one thread for each mailbox that is fetched."""

import asyncio
import contextlib
import logging
import ssl
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections, connection

from okno.channels.mail.imap import Fetcher
from okno.channels.mail.listener import Listener, Place, places
from okno.channels.models import Mailbox

LOOK_EVERY = 15.0  # seconds between two looks for mailboxes that were added, changed or switched off
GOODBYE = 20.0  # seconds that the threads have to finish

log = logging.getLogger(__name__)


def run(stop: Event, *, trust: ssl.SSLContext | None = None) -> None:
    """Let letters in until told to stop; raises WrongListener and OSError where the listener cannot be opened."""
    wanted = places(settings.LISTENER)
    doors = Doors(trust=trust)
    listening = Listening(wanted) if wanted else None
    try:
        while not stop.is_set():
            doors.look()
            if listening is not None and not listening.is_alive():
                raise ConnectionError("the listener has stopped")
            stop.wait(LOOK_EVERY)
    finally:
        if listening is not None:
            listening.stop()
        doors.close()
        connection.close()


class Doors:
    """The threads that fetch; one that fails never stops the others, one that died is begun anew."""

    def __init__(self, *, trust: ssl.SSLContext | None = None) -> None:
        self.trust = trust
        self.threads: dict[int, tuple[Thread, Event]] = {}

    def look(self) -> None:
        """Begin with mailboxes that are new, leave those that are gone; a database that is away changes nothing."""
        try:
            close_old_connections()
            wanted = {box.pk: box for box in Mailbox.objects.filter(is_active=True).exclude(imap_host="")}
        except Exception as error:  # noqa: BLE001 - the threads that run have their own patience
            log.warning("mailboxes cannot be looked up: %s", type(error).__name__)
            return
        for pk, (thread, stop) in list(self.threads.items()):
            if pk not in wanted:
                stop.set()
            if not thread.is_alive():
                del self.threads[pk]
        for pk, mailbox in wanted.items():
            if pk not in self.threads:
                self._begin(mailbox)

    def close(self) -> None:
        """Tell all threads to stop and wait for them a little."""
        for _thread, stop in self.threads.values():
            stop.set()
        for thread, _stop in self.threads.values():
            thread.join(GOODBYE)

    def _begin(self, mailbox: Mailbox) -> None:
        stop = Event()
        fetcher = Fetcher(mailbox, stop, trust=self.trust)
        thread = Thread(target=fetcher.run, name=f"okno-imap-{mailbox.pk}", daemon=True)
        self.threads[mailbox.pk] = thread, stop
        thread.start()


class Listening:
    """The listener in a thread with an event loop of its own."""

    def __init__(self, wanted: list[Place]) -> None:
        self.listener: Listener | None = None
        self._error: Exception | None = None
        self._ready = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._thread = Thread(target=self._run, args=(wanted,), name="okno-listener", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            raise self._error

    @property
    def ports(self) -> list[int]:
        """The ports that are really open, in the order of the setting."""
        return self.listener.ports if self.listener else []

    def is_alive(self) -> bool:
        """True while letters can come in."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Close the ports; letters that were not acknowledged come again."""
        if self._loop is not None and self._end is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(GOODBYE)

    def _run(self, wanted: list[Place]) -> None:
        try:
            asyncio.run(self._serve(wanted))
        except Exception as error:
            self._error = error
            log.exception("the listener failed")
        finally:
            self._ready.set()

    async def _serve(self, wanted: list[Place]) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self.listener = Listener(wanted)
        try:
            await self.listener.start()
            self._ready.set()
            await self._end.wait()
        finally:
            await self.listener.stop()
