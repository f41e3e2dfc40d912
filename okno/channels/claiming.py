"""Whose turn it is: a reader claims letters that nobody else is reading; one that dies gives them back."""

from typing import Any

from django.db import connection

from okno.channels.models import Inbound
from okno.core import clock

WINDOW = 200  # of the oldest letters, in which a turn is looked for first: one sender may have sent thousands
BYTES_AT_MOST = 4 * 2**20  # of the letters of one claim; a heavier one is claimed alone

# Plain SQL, because this and the few statements of the inbox are what the desk does most.
_WAITS = "state = 'new' AND (retry_at IS NULL OR retry_at <= %(now)s)"
# The oldest letter of the sender is looked up by the index for each candidate; as NOT EXISTS it would be planned as a join
# with all letters that wait.
_TURN = f"""{_WAITS} AND (sender = '' OR i.id <= COALESCE((
    SELECT e.id FROM channels_inbound e WHERE e.state = 'new' AND e.sender = i.sender AND e.retry_at IS NULL
    ORDER BY e.sender, e.id LIMIT 1), i.id))"""  # noqa: S608 - our own texts
_IS_WAITING = f"SELECT EXISTS (SELECT FROM channels_inbound i WHERE {_TURN})"  # noqa: S608
_OLDEST = f"SELECT id FROM channels_inbound WHERE {_WAITS} ORDER BY id LIMIT %(window)s"  # noqa: S608
_FIRST = f"""
SELECT id, size FROM channels_inbound i WHERE id IN ({_OLDEST}) AND {_TURN}
ORDER BY id LIMIT %(at_most)s FOR UPDATE SKIP LOCKED
"""  # noqa: S608
_BEHIND = f"""
SELECT id, size FROM channels_inbound WHERE {_WAITS} AND sender = ANY(%(senders)s) AND id <> ALL(%(claimed)s)
ORDER BY id LIMIT %(at_most)s FOR UPDATE
"""  # noqa: S608
_WEIGHED = """
WITH claimed AS ({}), weighed AS (SELECT id, sum(size) OVER (ORDER BY id) AS weight, min(id) OVER () AS first FROM claimed)
SELECT i.* FROM channels_inbound i JOIN weighed USING (id)
WHERE weight <= %(weight)s OR (id = first AND %(even_heavy)s) ORDER BY id
"""


def claim(at_most: int) -> list[Inbound]:
    """Take the oldest letters whose turn it is, held until the transaction ends.

    It is nobody's turn while an earlier letter of the same sender is being read. Whoever holds the first letter of a
    sender holds the next ones too, and may read them behind it.
    """
    run = _taken(_FIRST, at_most, window=WINDOW) or _taken(_FIRST, at_most, window=None)
    if 0 < len(run) < at_most:
        run += _behind(run, at_most - len(run))
    return sorted(run, key=lambda inbound: inbound.pk)


def is_waiting() -> bool:
    """True where a letter waits that could be read now."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_WAITING, {"now": clock.now()})
        return bool(cursor.fetchone()[0])


def _behind(run: list[Inbound], at_most: int) -> list[Inbound]:
    senders = [inbound.sender for inbound in run if inbound.sender]
    weight = BYTES_AT_MOST - sum(inbound.size for inbound in run)
    if not senders or weight <= 0:
        return []
    claimed = [inbound.pk for inbound in run]
    return _taken(_BEHIND, at_most, senders=senders, claimed=claimed, weight=weight, even_heavy=False)


def _taken(statement: str, at_most: int, **facts: Any) -> list[Inbound]:
    facts = {"weight": BYTES_AT_MOST, "even_heavy": True, **facts, "now": clock.now(), "at_most": at_most}
    return list(Inbound.objects.raw(_WEIGHED.format(statement), facts))
