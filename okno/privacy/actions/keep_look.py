"""The journal of access is written: one statement each, nothing where the day has the row already."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from okno.core import clock
from okno.desk.models import Attachment, Ticket
from okno.privacy.keeping import KEPT, day_of
from okno.privacy.models import Look, What

AT_ONCE: Final = 5_000  # rows that one sweep forgets in one statement

_ROW = """
INSERT INTO privacy_look (reader_id, person_id, ticket_id, what, is_refused, day, at, count)
SELECT %(reader)s, who.id, %(ticket)s::bigint, %(what)s::varchar, %(refused)s, %(day)s::date, %(at)s, 0
FROM ({who}) AS who (id)
WHERE who.id <> %(reader)s OR %(what)s::varchar = 'own'
ON CONFLICT DO NOTHING
"""
_PERSON = _ROW.format(who="SELECT id FROM people_person WHERE id = %(person)s")
# Of whom a ticket tells: who asks, and who takes part in it.
_TICKET = _ROW.format(
    who="""
    SELECT requester_id FROM desk_ticket WHERE id = %(ticket)s
    UNION SELECT person_id FROM desk_participant WHERE ticket_id = %(ticket)s AND removed_at IS NULL
    """
)
_LIST = _ROW.format(who="SELECT DISTINCT requester_id FROM desk_ticket WHERE id = ANY(%(tickets)s)")
_COUNT = """
INSERT INTO privacy_look (reader_id, what, is_refused, day, at, count)
VALUES (%(reader)s, %(what)s, false, %(day)s, %(at)s, %(count)s)
ON CONFLICT (reader_id, person_id, what, ticket_id, day, is_refused)
DO UPDATE SET count = privacy_look.count + excluded.count
"""


def looked_at_person(reader: int, person: int, *, what: str = What.PERSON, refused: bool = False) -> None:
    """Write that somebody had the page of a person before the eyes, or took the own data away."""
    _write(_PERSON, reader=reader, person=person, ticket=None, what=what, refused=refused)


def looked_at_ticket(reader: int, ticket: int, *, what: str = What.TICKET, refused: bool = False) -> None:
    """Write that somebody had a ticket, a letter or a file of it before the eyes: a row for each whom it tells of."""
    _write(_TICKET, reader=reader, ticket=ticket, what=what, refused=refused)


def tried_ticket(reader: int, number: int) -> None:
    """Write that somebody tried to come to a ticket that is not open to him; what does not exist is nobody's."""
    for pk in Ticket.objects.filter(number=number).values_list("pk", flat=True):
        looked_at_ticket(reader, pk, refused=True)


def tried_person(reader: int, person: int) -> None:
    """Write that somebody tried to come to the page of a person of whom he may not know."""
    looked_at_person(reader, person, refused=True)


def tried_file(reader: int, attachment: int) -> None:
    """Write that somebody tried to get a file that is not open to him."""
    for pk in Attachment.objects.filter(pk=attachment).values_list("message__ticket", flat=True):
        if pk is not None:
            looked_at_ticket(reader, pk, what=What.FILE, refused=True)


def took_list(reader: int, tickets: Sequence[int]) -> None:
    """Write that somebody took these tickets away as a file: a row for each who asks in them, and one that counts."""
    if tickets:
        told: dict[str, Any] = {"reader": reader, "what": What.LIST, "refused": False, "ticket": None}
        _write(_LIST, tickets=list(tickets), **told)
        _write(_COUNT, count=len(tickets), **told)


def forget_old_looks() -> int:
    """Forget what is older than the journal goes back, the oldest first; returns how many."""
    old = Look.objects.filter(day__lt=day_of(clock.now() - KEPT)).order_by("day").values("pk")[:AT_ONCE]
    return Look.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


def _write(statement: str, **told: Any) -> None:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": day_of(now), "at": now, **told})
