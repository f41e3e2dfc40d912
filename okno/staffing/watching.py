"""Who has to know that the hours of colleagues have changed: apps above register short functions."""

from collections.abc import Callable
from typing import Final

Hears = Callable[[], None]
_heard: Final[list[Hears]] = []


def on_changed_hours(hears: Hears) -> Hears:
    """Register a function that runs in the transaction of the verb; what takes longer it leaves to a job."""
    _heard.append(hears)
    return hears


def tell_changed_hours() -> None:
    """Tell all of them."""
    for hears in _heard:
        hears()
