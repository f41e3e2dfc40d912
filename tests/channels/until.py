"""Wait for a condition, never for a time."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], *, seconds: float = 30.0) -> None:
    """Return when the condition holds; fail with its name when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in {seconds} s: {condition}"
        time.sleep(0.02)  # a breath between two looks
