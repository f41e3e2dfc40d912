"""The parent of the tree: one thread, no database, no asyncio. It forks the parts, buries and restarts them, and ends them."""

import logging
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from okno.cli.tree import child
from okno.cli.tree.child import Part

FIRST_PAUSE = 0.5  # seconds before a part that died starts again; doubles
LONGEST_PAUSE = 30.0
STEADY = 60.0  # a part that lived for so long begins with the first pause again
PATIENCE = 10.0  # seconds between the request to stop and the end by force
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("okno.tree")


@dataclass
class Place:
    """Where a part stands: its process, or the moment at which it starts again."""

    part: Part
    pid: int = 0
    began: float = 0.0
    again: float = 0.0
    pause: float = field(default=FIRST_PAUSE)


class Supervisor:
    """Keeps the parts alive until told to stop. `answered` is called once, when the first part says that it is ready."""

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        answered: Callable[[], None] = lambda: None,
        changed: Callable[[dict[str, int]], None] = lambda _pids: None,
        forked: Callable[[], None] = lambda: None,
    ) -> None:
        self.places = [Place(part) for part in parts]
        self.answered, self.changed, self.forked = answered, changed, forked
        self.lifeline = os.pipe()  # we hold the writing end; the children see it close when we die
        self.ready = os.pipe()
        self.stopping = False

    def run(self) -> int:
        """Start the parts and keep them until a signal; 0 when all ended in time."""
        with self._signals() as signals:
            try:
                for place in self.places:
                    self._start(place)
                self.changed(self.pids())
                while not self.stopping:
                    self._wait(signals)
                    self._bury()
                    self._restart()
            finally:
                code = self._end()
        return code

    def pids(self) -> dict[str, int]:
        """Return the living parts by name."""
        return {place.part.name: place.pid for place in self.places if place.pid}

    def _start(self, place: Place) -> None:
        place.began, place.again = time.monotonic(), 0.0
        place.pid = child.fork(place.part, lifeline=self.lifeline, ready=self.ready, forked=self.forked)

    def _wait(self, signals: socket.socket) -> None:
        times = [place.again for place in self.places if place.again]
        limit = max(0.0, min(times) - time.monotonic()) if times else None
        found, _, _ = select.select([signals.fileno(), self.ready[0]], [], [], limit)
        if signals.fileno() in found:
            numbers = signals.recv(64)
            self.stopping = self.stopping or any(number in ENDS for number in numbers)
        if self.ready[0] in found:
            os.read(self.ready[0], 64)
            told, self.answered = self.answered, lambda: None
            told()

    def _bury(self) -> None:
        """Take note of the parts that died, each with its reason."""
        for place in self.places:
            status = _status_of(place.pid)
            if status is None:
                continue
            lived = time.monotonic() - place.began
            place.pid = 0
            if lived > STEADY:
                place.pause = FIRST_PAUSE
            place.again = time.monotonic() + place.pause
            if not self.stopping:
                log.error(
                    "%s %s after %.0f s; it starts again in %.1f s",
                    place.part.name,
                    why(status),
                    lived,
                    place.pause,
                )
            place.pause = min(place.pause * 2, LONGEST_PAUSE)

    def _restart(self) -> None:
        due = [place for place in self.places if place.again and place.again <= time.monotonic()]
        for place in due:
            if not self.stopping:
                self._start(place)
        if due:
            self.changed(self.pids())

    def _end(self) -> int:
        """Ask every part to stop, wait, and end by force what does not."""
        self.stopping = True
        until = time.monotonic() + PATIENCE
        self._tell(signal.SIGTERM)
        while self.pids() and time.monotonic() < until:
            time.sleep(0.02)
            self._bury()
        stubborn = self.pids()
        if stubborn:
            log.error("%s did not stop in %.0f s and is ended by force", ", ".join(stubborn), PATIENCE)
            self._tell(signal.SIGKILL)
            for place in self.places:
                if place.pid:
                    with suppress(ChildProcessError):
                        os.waitpid(place.pid, 0)
        for end in (*self.lifeline, *self.ready):
            os.close(end)
        return 1 if stubborn else 0

    def _tell(self, number: int) -> None:
        for pid in self.pids().values():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    @contextmanager
    def _signals(self) -> Iterator[socket.socket]:
        """Turn signals into bytes of a socket, so that one select waits for everything."""
        inside, outside = socket.socketpair()
        for end in (inside, outside):
            end.setblocking(False)
        before = {number: signal.signal(number, lambda *_: None) for number in (*ENDS, signal.SIGCHLD)}
        wakeup = signal.set_wakeup_fd(outside.fileno(), warn_on_full_buffer=False)
        try:
            yield inside
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            inside.close()
            outside.close()


def why(status: int) -> str:
    """Tell in words how a process ended, from the status of waitpid(2)."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with suppress(ValueError):
            return f"was killed by {signal.Signals(number).name}"
        return f"was killed by signal {number}"
    code = os.waitstatus_to_exitcode(status)
    return f"ended with status {code}" if code else "ended without being asked"


def _status_of(pid: int) -> int | None:
    """Return how a child ended; None while it lives or where there is none."""
    if not pid:
        return None
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return status if found else None
