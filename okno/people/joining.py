"""Who has to know that two persons have become one, or two again: apps above register short functions."""

from collections.abc import Callable
from typing import Final

Hears = Callable[[int, int], None]
_heard: Final[list[Hears]] = []


def on_joining(hears: Hears) -> Hears:
    """Register a function that gets the ids of who was merged and of who stays; it runs in the transaction of the verb."""
    _heard.append(hears)
    return hears


def tell_joining(source: int, target: int) -> None:
    """Tell all of them."""
    for hears in _heard:
        hears(source, target)
