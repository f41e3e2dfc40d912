"""A forked part of the tree: it keeps its own signals, knows when its parent is gone, and never outlives it."""

import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

PARENT_DIED = 1  # PR_SET_PDEATHSIG of prctl(2)
PATIENCE = 10.0  # seconds for a stop of its own before it ends at once
FAILED = 70  # EX_SOFTWARE of sysexits.h
log = logging.getLogger("okno.tree")

Pipe = tuple[int, int]


class Leash:
    """What a running part holds: `stop` is set when it shall end, `ready()` says that it works."""

    def __init__(self, ready: int | None = None) -> None:
        self.stop = threading.Event()
        self._ready = ready

    def ready(self) -> None:
        """Say once that the part answers."""
        if self._ready is not None:
            os.write(self._ready, b".")
            self._ready = None


@dataclass(frozen=True)
class Part:
    """A part of the tree: what it is called and what it does; it returns when its leash says stop.

    `own_signals`: it runs a loop that listens for SIGTERM itself (uvicorn, procrastinate).
    """

    name: str
    run: Callable[[Leash], object]
    says_ready: bool = False
    own_signals: bool = False
    orphaned: Callable[[], None] = field(default=lambda: None)


def fork(
    part: Part, *, lifeline: Pipe, ready: Pipe | None = None, forked: Callable[[], None] = lambda: None
) -> int:
    """Start the part in a process of its own; returns its number. The caller has one thread."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = FAILED
    try:
        _settle(parent)
        forked()
        os.close(lifeline[1])
        code = _live(part, parent, lifeline[0], ready[1] if ready and part.says_ready else None)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else FAILED
    except BaseException as error:  # noqa: BLE001 - the last line of a process
        code = _tell(part, error)
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _settle(parent: int) -> None:
    """Leave the parent's signals behind; Ctrl-C in the terminal is the parent's, who tells us."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    with suppress(OSError):
        os.setpgid(0, 0)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(PARENT_DIED, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(FAILED)


def _live(part: Part, parent: int, lifeline: int, ready: int | None) -> int:
    leash = Leash(ready)
    if not part.own_signals:
        stop_by_signal(leash)
    threading.Thread(target=_watch, args=(lifeline,), name="lifeline", daemon=True).start()
    result = part.run(leash)
    if os.getppid() != parent:
        part.orphaned()
    return result if isinstance(result, int) else 0


def stop_by_signal(leash: Leash) -> None:
    """Set the event from a thread: set by the handler itself, it could wait for a lock that the same thread holds."""
    inside, outside = os.pipe()
    os.set_blocking(outside, False)
    signal.set_wakeup_fd(outside, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait() -> None:
        os.read(inside, 1)
        leash.stop.set()

    threading.Thread(target=wait, name="signals", daemon=True).start()


def _watch(lifeline: int) -> None:
    """End with the parent: the pipe from it closes when it dies, however it dies and on every system."""
    select.select([lifeline], [], [])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(FAILED)


def _tell(part: Part, error: BaseException) -> int:
    """Say what went wrong, in one sentence where a person can mend it; returns the exit status."""
    from okno.cli.ground import sentence_of

    told = sentence_of(error)
    if told is None:
        log.error("%s failed", part.name, exc_info=error)
        return FAILED
    print(told[0], file=sys.stderr)
    return told[1]
