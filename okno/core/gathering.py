"""Rows that verbs write at once, or, where many verbs run in a row, all together at the end of a block."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

T = TypeVar("T")


class Gathering(Generic[T]):
    """One kind of rows and how they are written; the block and its verbs share one transaction."""

    def __init__(self, name: str, write: Callable[[list[T]], None]) -> None:
        self._write = write
        self._waiting: ContextVar[list[T] | None] = ContextVar(name, default=None)

    def add(self, rows: list[T]) -> None:
        """Write the rows now, or with the others at the end of the block that is open."""
        waiting = self._waiting.get()
        if waiting is None:
            self._write(rows)
        else:
            waiting += rows

    def write_waiting(self) -> None:
        """Write what waits already: somebody is going to read it."""
        waiting = self._waiting.get()
        if waiting:
            self._write(waiting[:])
            waiting.clear()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let the verbs of this block write together at its end; where one of them fails, nothing is written."""
        token = self._waiting.set([])
        try:
            yield
            self.write_waiting()
        finally:
            self._waiting.reset(token)
