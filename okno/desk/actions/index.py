"""Making the search's documents: always whole, from the rows as they are now, so that doing it twice is doing it once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from okno.core import clock
from okno.desk.models import SearchDocument, State, Ticket
from okno.desk.models.ticket import LIVE_DOORS
from okno.desk.search import document

BATCH = 100

# A document of an older reading never covers a newer one.
_WRITE = """
INSERT INTO desk_searchdocument (ticket_id, version, at, stems, exact)
SELECT ticket, version, %s,
       setweight(to_tsvector('russian', name), 'A') || setweight(to_tsvector('russian', about), 'B')
           || setweight(to_tsvector('russian', said), 'C'),
       setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', about), 'B')
           || setweight(to_tsvector('simple', said), 'C')
FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[], %s::text[])
    AS texts (ticket, version, name, about, said)
WHERE EXISTS (SELECT FROM desk_ticket WHERE desk_ticket.id = ticket)
ORDER BY ticket
ON CONFLICT (ticket_id) DO UPDATE
SET version = excluded.version, at = excluded.at, stems = excluded.stems, exact = excluded.exact
WHERE desk_searchdocument.version <= excluded.version
"""


@transaction.atomic
def index(tickets: Sequence[int]) -> None:
    """Make the documents of these tickets anew."""
    texts = document.read(tickets)
    if not texts:
        return
    names, abouts, saids = zip(*(one.as_words() for one in texts), strict=True)
    columns = [[one.ticket for one in texts], [one.version for one in texts], list(names), list(abouts)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [clock.now(), *columns, list(saids)])


def index_if_changed(ticket: Ticket) -> None:
    """Make the document of a ticket anew, unless it was read at this very version already."""
    if not SearchDocument.objects.filter(ticket=ticket, version=ticket.version).exists():
        index([ticket.pk])


def index_chats(since: datetime) -> int:
    """Make the documents anew of the chats in which something was said since this moment; returns how many."""
    is_read = SearchDocument.objects.filter(ticket=OuterRef("pk"), version=OuterRef("version"))
    spoken = Ticket.objects.filter(state__in=State.values, changed_at__gte=since, door__in=LIVE_DOORS)
    return sum(_in_batches(list(spoken.filter(~Exists(is_read)).order_by("pk").values_list("pk", flat=True))))


def index_missing(at_most: int) -> int:
    """Make the documents of tickets that have none, the newest first; returns how many."""
    has_one = SearchDocument.objects.filter(ticket=OuterRef("pk"))
    missing = Ticket.objects.filter(~Exists(has_one)).order_by("-pk").values_list("pk", flat=True)
    return sum(_in_batches(list(missing[:at_most])))


def index_oldest(at_most: int) -> int:
    """Read those anew that were read longest ago: names of people change without a fact in their tickets."""
    oldest = SearchDocument.objects.order_by("at").values_list("pk", flat=True)
    return sum(_in_batches(list(oldest[:at_most])))


def index_all() -> Iterator[tuple[int, int]]:
    """Make every document anew, the newest ticket first; yields how many are made, and of how many."""
    total, made, before = Ticket.objects.count(), 0, None
    while True:
        tickets = Ticket.objects.order_by("-pk").values_list("pk", flat=True)
        batch = list((tickets if before is None else tickets.filter(pk__lt=before))[:BATCH])
        if not batch:
            return
        index(batch)
        made, before = made + len(batch), batch[-1]
        yield made, max(total, made)


def _in_batches(tickets: list[int]) -> Iterator[int]:
    for start in range(0, len(tickets), BATCH):
        batch = tickets[start : start + BATCH]
        index(batch)
        yield len(batch)
