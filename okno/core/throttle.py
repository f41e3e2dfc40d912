"""Limits of attempts, counted in the table of the cache that all processes share. A limit may be a little late, never lost."""

import time

from django.core.cache import cache
from django.db import connection

from okno.core.refusals import TooOften

# One statement where Django's cache asks nine, and none that fails: after a ROLLBACK psycopg forgets all prepared ones.
_COUNT = """
INSERT INTO core_cache (cache_key, value, expires) VALUES (%s, '1', now() + make_interval(secs => %s))
ON CONFLICT (cache_key) DO UPDATE SET value = (core_cache.value::bigint + 1)::text
RETURNING value::bigint
"""


def at_most(times: int, seconds: int, name: str, who: str) -> None:
    """Refuse with TooOften when `who` does the thing more often than this in a window of so many seconds."""
    key = cache.make_key(f"okno:{name}:{who}:{int(time.time()) // seconds}")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key[:255], seconds])
        (count,) = cursor.fetchone()
    if count > times:
        raise TooOften


def forget_old() -> None:
    """Delete the counts of windows that are over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache WHERE expires < now()")
