"""Limits of attempts, counted in the table of the cache that all processes share. A limit may be a little late, never lost."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from okno.core import clock
from okno.core.refusals import TooOften

# One statement where Django's cache asks nine, and none that fails: after a ROLLBACK psycopg forgets all prepared ones.
_COUNT = """
INSERT INTO core_cache AS known (cache_key, value, expires) VALUES (%(key)s, '1', %(ends)s)
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN known.expires > %(now)s THEN (known.value::bigint + 1)::text ELSE '1' END,
  expires = CASE WHEN known.expires > %(now)s THEN known.expires ELSE excluded.expires END
RETURNING value::bigint
"""


def at_most(times: int, seconds: int, name: str, who: str) -> None:
    """Refuse with TooOften when `who` does the thing more often than this within so many seconds from the first time."""
    now = clock.now()
    given: dict[str, str | datetime] = {
        "key": cache.make_key(f"okno:{name}:{who}")[:255],
        "now": now,
        "ends": now + timedelta(seconds=seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        (count,) = cursor.fetchone()
    if count > times:
        raise TooOften


def forget_old() -> None:
    """Delete the counts of windows that are over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache WHERE expires < %s", [clock.now()])
