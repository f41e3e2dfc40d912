from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Link, Ticket
from okno.desk.models.history import LinkKind
from okno.desk.refusals import NotIntoItself
from okno.people.models import Person


@transaction.atomic
def link(ticket: Ticket, other: Ticket, *, by: Person, kind: str = LinkKind.RELATED) -> Link:
    """Say that two tickets have to do with each other; the same link is made once."""
    if ticket.pk == other.pk:
        raise NotIntoItself
    ticket = lock(ticket)
    now = clock.now()
    row, is_new = Link.objects.get_or_create(
        ticket=ticket, other=other, kind=LinkKind(kind), defaults={"by": by, "at": now}
    )
    if is_new:
        record("ticket.linked", ticket, by=by, at=now, other_number=other.number, link=row.kind)
    return row


@transaction.atomic
def unlink(ticket: Ticket, other: Ticket, *, by: Person) -> None:
    """Remove all links between the two; where there is none, nothing changes."""
    ticket = lock(ticket)
    gone = (
        Link.objects.filter(ticket=ticket, other=other).delete()[0]
        + Link.objects.filter(ticket=other, other=ticket).delete()[0]
    )
    if gone:
        record("ticket.unlinked", ticket, by=by, at=clock.now(), other_number=other.number)
