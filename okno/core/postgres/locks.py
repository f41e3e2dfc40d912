"""Locks that the kernel lets go when their holder dies: who changes the server now, and who uses it."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from okno.core.postgres.account import Account

TOLD_EVERY = 5.0  # seconds


@contextmanager
def guard(path: Path, account: Account, waiting: Callable[[], None]) -> Iterator[None]:
    """Be the only one who starts, stops or changes the server; wait, and say so, while another does."""
    handle = account.open(path)
    try:
        told = time.monotonic()
        while not _try(handle, fcntl.LOCK_EX):
            if time.monotonic() - told > TOLD_EVERY:
                told = time.monotonic()
                waiting()
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


class Users:
    """Processes that use the server, counted as shared locks on one file. Changed under the guard only."""

    def __init__(self, path: Path, account: Account) -> None:
        self._handle = account.open(path)
        self._process = os.getpid()
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """True when no other process uses the server."""
        if not _try(self._handle, fcntl.LOCK_EX):
            fcntl.flock(self._handle, fcntl.LOCK_SH)  # a refused change may have dropped the lock (flock(2))
            return False
        fcntl.flock(self._handle, fcntl.LOCK_SH)
        return True

    def ours(self) -> bool:
        """False in a forked child, which shares the lock but not the duty."""
        return self._process == os.getpid()

    def leave(self) -> None:
        """Be no longer counted."""
        os.close(self._handle)


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
