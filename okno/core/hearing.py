"""Who has to know of something that happens below: apps above register short functions for it."""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hearers(Generic[P]):
    """All who hear of one thing. They run one after the other where it is told, in the transaction of whoever tells."""

    def __init__(self) -> None:
        self._all: list[Callable[P, None]] = []

    def __call__(self, hears: Callable[P, None]) -> Callable[P, None]:
        """Register one more: a decorator."""
        self._all.append(hears)
        return hears

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell all of them, in the order in which they came."""
        for hears in self._all:
            hears(*args, **kwargs)
