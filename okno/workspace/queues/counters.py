"""The counters of the left side: all in one statement, none counts further than a hundred."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.functions import Now

from okno.channels.access import quarantine_for
from okno.desk.access import Reader
from okno.desk.actions.take_next import waiting_chats
from okno.notify.access import notices_for, unread_articles, unread_tickets
from okno.people.models import Person
from okno.workspace.queues.scopes import COUNTED, Queue, tickets_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

FAR = 100
TONED = ("mine", "unassigned", "team", "due")  # where a missed promise shows on the counter


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


def counters(person: Person) -> tuple[list[Counted], int, list[str], list[int]]:
    """Return the queues with their counts, letters in quarantine, of which tickets the bell has news, and which chats wait.

    A ticket stands there by its number, an article as «article-7», what belongs to neither as «notice-7».
    """
    sql, values = _statement(Reader.of(person))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        *numbers, chats, news = cursor.fetchone()
    of_queues, rest = numbers[: len(COUNTED)], numbers[len(COUNTED) :]
    is_late = dict(zip(TONED, rest, strict=False))
    told = [
        Counted(queue, n, bool(is_late.get(queue.slug))) for queue, n in zip(COUNTED, of_queues, strict=True)
    ]
    return told, numbers[-1], news, chats


@lru_cache(maxsize=1000)
def _statement(reader: Reader) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of one person; it depends on nothing but who one is, the role and the teams closed to one."""
    person = reader.person()
    scopes = {queue.slug: tickets_in(queue, person) for queue in COUNTED}
    asked: list[tuple[QuerySet[Any], int]] = [(scope, FAR) for scope in scopes.values()]
    asked += [(scopes[slug].filter(due_order__lt=Now()), 1) for slug in TONED]
    asked.append((quarantine_for(person), FAR))
    parts: list[str] = []
    values: list[Any] = []
    for query, limit in asked:
        sql, params = query.order_by().values("pk")[:limit].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) bounded)")  # noqa: S608 - Django wrote it; values go apart
        values.extend(params)
    waiting, params = waiting_chats(person).values("number")[:FAR].query.sql_with_params()
    parts.append(f"ARRAY({waiting})")
    values.extend(params)
    told: list[tuple[str, QuerySet[Any]]] = [
        ("told.number::text", unread_tickets(person).values("number")),
        ("'article-' || told.id", unread_articles(person).order_by().values("id")),
    ]
    if person.is_administrator:
        told.append(("'notice-' || told.id", notices_for(person).order_by().values("id")))
    unread = []
    for name, query in told:
        sql, params = query[:FAR].query.sql_with_params()
        unread.append(f"SELECT {name} FROM ({sql}) told")  # noqa: S608 - as above
        values.extend(params)
    return f"SELECT {', '.join(parts)}, ARRAY({' UNION ALL '.join(unread)})", tuple(values)
