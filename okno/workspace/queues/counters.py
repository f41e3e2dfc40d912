"""The counters of the left side: all in one statement, none counts further than a hundred."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from okno.channels.access import quarantine_for
from okno.core import clock
from okno.people.models import Person
from okno.workspace.queues.scopes import COUNTED, Queue, tickets_in

FAR = 100
TONED = ("mine", "unassigned", "team")  # where a missed promise shows on the counter


@dataclass(frozen=True, slots=True)
class Counted:
    """A queue with what its counter shows."""

    queue: Queue
    count: int
    is_late: bool = False

    @property
    def words(self) -> str:
        """Return «7», or «99+» for a hundred and more; nothing for none."""
        return "" if not self.count else f"{FAR - 1}+" if self.count >= FAR else str(self.count)


def counters(person: Person) -> tuple[list[Counted], int]:
    """Return the queues with their counts, and how many letters lie in quarantine."""
    now = clock.now()
    scopes = {queue.slug: tickets_in(queue, person) for queue in COUNTED}
    late = [scopes[slug].filter(next_due_at__lt=now) for slug in TONED]
    asked = [(scope, FAR) for scope in scopes.values()] + [(scope, 1) for scope in late]
    numbers = _bounded([*asked, (quarantine_for(person), FAR)])
    of_queues, rest = numbers[: len(COUNTED)], numbers[len(COUNTED) :]
    is_late = dict(zip(TONED, rest, strict=False))
    told = [
        Counted(queue, n, bool(is_late.get(queue.slug))) for queue, n in zip(COUNTED, of_queues, strict=True)
    ]
    return told, numbers[-1]


def _bounded(asked: list[tuple[QuerySet[Any], int]]) -> list[int]:
    """Count each query up to its limit, all in one round trip."""
    parts: list[str] = []
    values: list[Any] = []
    for query, limit in asked:
        sql, params = query.order_by().values("pk")[:limit].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) bounded)")  # noqa: S608 - Django wrote it; values go apart
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
