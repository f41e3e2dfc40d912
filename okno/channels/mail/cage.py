"""Letters are code written by strangers: they are understood in a child process with limits of time and memory.

The child is a clean interpreter without Django; it is started with the first letter, stays warm and reads one letter
after another from a pipe. A child that takes too long, eats too much or dies is replaced; the letter that did it
raises `CageError` and goes to the quarantine. Messages are length-prefixed JSON and bytes, so nothing that the child
sends can run here.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import struct
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Self

from okno.channels.mail import wire
from okno.channels.mail.parsing.limits import (
    MAX_LETTER,
    BeyondLimitsError,
    TooBigError,
    TooDeepError,
    gettext_noop,
)

if TYPE_CHECKING:
    from types import TracebackType

    from okno.channels.mail.letter import Letter

SECONDS = 8.0  # of the clock for one letter; most need some milliseconds
CPU_SECONDS = 6  # of the processor for one letter
MEMORY = 640 * 1024 * 1024  # bytes of address space of the child: the biggest letter and its decoded files
LETTERS = 5000  # after so many the child is replaced, against slow leaks

_MAX_ANSWER = 4 * MAX_LETTER
_PREFIX = struct.Struct(">QQ")
_START_SECONDS = 20.0
_REFUSALS: dict[str, type[BeyondLimitsError]] = {
    one.code: one for one in (TooBigError, TooDeepError, BeyondLimitsError)
}
_PACKAGE_ROOT = str(Path(__file__).resolve().parents[3])


class CageError(Exception):
    """The child could not understand the letter.

    `code` is `timeout`, `memory` or `crash`; the message is an English sentence of the catalogue, `detail` is for the log.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(_WORDS[code])
        self.code = code
        self.detail = detail


class _ChildGoneError(Exception):
    """The pipe to the child broke."""


class Cage:
    """One warm child. Threads may share a cage (they take turns); a process that forks gets a child of its own."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        cpu_seconds: int = CPU_SECONDS,
        memory: int = MEMORY,
        letters: int = LETTERS,
    ) -> None:
        self.seconds = seconds
        self.cpu_seconds = cpu_seconds
        self.memory = memory
        self.letters = letters
        self._lock = threading.Lock()
        self._child: _Child | None = None
        _all.add(self)

    def understand(self, raw: bytes) -> Letter:
        """What the letter says. Errors: CageError, BeyondLimitsError."""
        if len(raw) > MAX_LETTER:
            raise TooBigError
        with self._lock:
            child = self._living_child()
            try:
                head, blob = child.ask(raw, time.monotonic() + self.seconds)
            except TimeoutError:
                self._drop()
                raise CageError("timeout", f"{self.seconds:g} s") from None
            except (_ChildGoneError, OSError):
                code = child.exit_reason()
                self._drop()
                raise CageError(code) from None
            except BaseException:
                self._drop()  # half an answer may be left in the pipe
                raise
        return _letter(head, blob)

    def warm_up(self) -> None:
        """Starts the child, so that the first letter need not wait."""
        with self._lock:
            self._living_child()

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is no child."""
        return self._child.process.pid if self._child else None

    def close(self) -> None:
        """Ends the child; the next letter would start a new one."""
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _living_child(self) -> _Child:
        if self._child and (not self._child.is_alive() or self._child.answered >= self.letters):
            self._drop()
        if self._child is None:
            self._child = _Child(self.cpu_seconds, self.memory)
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child:
            child.end()

    def _forget_after_fork(self) -> None:
        """In a forked process: the child belongs to the parent; only our copies of the pipes are closed."""
        self._lock = threading.Lock()
        child, self._child = self._child, None
        if child:
            child.disown()


class _Child:
    def __init__(self, cpu_seconds: int, memory: int) -> None:
        self.answered = 0
        self.process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [
                sys.executable,
                "-I",
                "-c",
                _START,
                _PACKAGE_ROOT,
                str(cpu_seconds),
                str(memory),
                *_site_folders(),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.send = self.process.stdin.fileno()
        self.receive = self.process.stdout.fileno()
        os.set_blocking(self.send, False)
        os.set_blocking(self.receive, False)

    def ask(self, raw: bytes, deadline: float) -> tuple[bytes, memoryview]:
        """Sends a letter and reads the answer. Errors: TimeoutError, _ChildGoneError."""
        if self.answered == 0:
            deadline += _START_SECONDS  # the interpreter has to start, perhaps on a busy machine
        self._write(struct.pack(">Q", len(raw)), deadline)
        self._write(raw, deadline)
        head_size, blob_size = _PREFIX.unpack(self._read(_PREFIX.size, deadline))
        if head_size + blob_size > _MAX_ANSWER:
            raise _ChildGoneError
        head = bytes(self._read(head_size, deadline))
        blob = memoryview(self._read(blob_size, deadline))
        self.answered += 1
        return head, blob

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def exit_reason(self) -> str:
        """`timeout` when the processor limit ended it, `memory` when it said so, else `crash`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        code = self.process.returncode
        if code in (-24, -9):  # SIGXCPU; SIGKILL comes at the hard limit
            return "timeout" if code == -24 else "memory"  # noqa: PLR2004
        return "memory" if code == MEMORY_EXIT else "crash"

    def end(self) -> None:
        """Kills the child and reaps it."""
        with contextlib.suppress(OSError):
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)

    def disown(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        self.process.returncode = 0  # not ours to wait for

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait([], [self.send], deadline)
            try:
                view = view[os.write(self.send, view[: 1 << 20]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise _ChildGoneError from None

    def _read(self, size: int, deadline: float) -> bytearray:
        out = bytearray()
        while len(out) < size:
            self._wait([self.receive], [], deadline)
            try:
                piece = os.read(self.receive, min(size - len(out), 1 << 20))
            except BlockingIOError:
                continue
            if not piece:
                raise _ChildGoneError
            out += piece
        return out

    def _wait(self, readers: list[int], writers: list[int], deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        poller = select.poll()
        for descriptor in readers:
            poller.register(descriptor, select.POLLIN)
        for descriptor in writers:
            poller.register(descriptor, select.POLLOUT)
        if not poller.poll(left * 1000):
            raise TimeoutError


MEMORY_EXIT = 77
_WORDS = {
    "timeout": gettext_noop("Reading the letter took too long."),
    "memory": gettext_noop("Reading the letter needed more memory than one letter may use."),
    "crash": gettext_noop("The process that reads letters broke down on this one."),
}
_START = "import sys; sys.path[:0] = [sys.argv[1], *sys.argv[4:]]; from okno.channels.mail.cage_child import main; main()"
_all: weakref.WeakSet[Cage] = weakref.WeakSet()


def _site_folders() -> list[str]:
    """Where our libraries are, for an interpreter that ignores the environment."""
    return [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]


def _letter(head: bytes, blob: memoryview) -> Letter:
    if head.startswith(b"!"):
        code, _, message = head[1:].decode("utf-8", "replace").partition(" ")
        if code in _REFUSALS:
            raise _REFUSALS[code]
        raise CageError("crash", message)
    return wire.unpack(head, blob)


def _after_fork() -> None:
    for cage in list(_all):
        cage._forget_after_fork()  # noqa: SLF001 (the same room)


def _close_all() -> None:
    for cage in list(_all):
        cage.close()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(_close_all)
