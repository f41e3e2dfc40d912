"""Limits of attempts, counted in the cache that all processes share. A limit may be a little late, never lost."""

import time

from django.core.cache import cache

from okno.core.refusals import TooOften


def at_most(times: int, seconds: int, name: str, who: str) -> None:
    """Refuse with TooOften when `who` does the thing more often than this in a window of so many seconds."""
    key = f"okno:{name}:{who}:{int(time.time()) // seconds}"
    if cache.add(key, 1, timeout=seconds):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the window has just ended
        return
    if count > times:
        raise TooOften
