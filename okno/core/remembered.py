"""Answers that nearly every page asks for and that rarely change: each process reads them every few seconds alone."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
Given = TypeVarTuple("Given")


class Remembered(Generic[T, *Given]):
    """A question and the answer of a few seconds ago. Its arguments are hashable; errors are not kept."""

    def __init__(self, read: Callable[[*Given], T], seconds: float, at_most: int) -> None:
        self.seconds = seconds
        self.__doc__ = read.__doc__

        @lru_cache(maxsize=at_most)
        def kept(_moment: int, *given: *Given) -> T:
            return read(*given)

        self._kept = kept

    def __call__(self, *given: *Given) -> T:
        """Answer as it was known within the last seconds."""
        return self._kept(int(time.monotonic() // self.seconds), *given)

    def forget(self) -> None:
        """Read anew when asked next; other processes may speak as before for the rest of their seconds."""
        self._kept.cache_clear()


def remembered(
    seconds: float, *, at_most: int = 1
) -> Callable[[Callable[[*Given], T]], Remembered[T, *Given]]:
    """Keep the answers of a function for so many seconds, and no more than `at_most` of them."""
    return lambda read: Remembered(read, seconds, at_most)
