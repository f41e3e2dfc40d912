from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.desk import clocks
from okno.desk.actions._ground import lock, lock_both, not_merged, said
from okno.desk.actions.hear import next_number
from okno.desk.journal import record
from okno.desk.models import Link, Message, MessageKind, Split, State, Ticket
from okno.desk.models.history import LinkKind
from okno.desk.refusals import NothingToUndo
from okno.people.models import Person


class ChooseMessages(BadInput):
    message = _("Choose the messages that shall become a ticket of their own; at least one must stay.")


@transaction.atomic
def split(ticket: Ticket, messages: Sequence[Message], *, by: Person, subject: str = "") -> Ticket:
    """Make a ticket of its own out of some messages; its promises start when the first of them came."""
    ticket = lock(ticket)
    not_merged(ticket)
    ids = {message.pk for message in messages}
    chosen = list(Message.objects.filter(ticket=ticket, pk__in=ids).select_related("author"))
    if (
        not chosen
        or len(chosen) != len(ids)
        or not Message.objects.filter(ticket=ticket).exclude(pk__in=ids).exists()
    ):
        raise ChooseMessages
    now, first = clock.now(), chosen[0]
    requester = first.author if first.kind == MessageKind.HEARD else ticket.requester
    fresh = Ticket(
        number=next_number(),
        subject=one_line(subject, 250) or one_line(first.subject or first.text, 80),
        requester=requester,
        organisation_id=requester.organisation_id,
        priority=ticket.priority,
        team=ticket.team,
        service=ticket.service,
        door=ticket.door,
        our_address=ticket.our_address,
        created_at=first.at,
        changed_at=now,
    )
    promises = clocks.promised(fresh, first.at)
    fresh.save(force_insert=True)
    clocks.start(promises)
    Message.objects.filter(pk__in=ids).update(ticket=fresh)
    said(fresh, chosen[-1])
    Split.objects.create(source=ticket, target=fresh, by=by, at=now, moved=sorted(ids))
    Link.objects.create(ticket=fresh, other=ticket, kind=LinkKind.SPLIT, by=by, at=now)
    promised = fresh.promised
    record("ticket.opened", fresh, by=by, at=now, message=first, split_from=ticket.number, promised=promised)
    record("ticket.split", ticket, by=by, at=now, to_number=fresh.number)
    return fresh


@transaction.atomic
def undo_split(row: Split, *, by: Person) -> None:
    """Bring the messages back, those that came since too; the ticket of their own ends, merged into its source."""
    source, target = lock_both(row.source, row.target)
    row = Split.objects.select_for_update().get(pk=row.pk)
    if row.undone_at is not None:
        return
    if target.merged_into_id is not None or source.merged_into_id is not None:
        raise NothingToUndo
    now = clock.now()
    Message.objects.filter(ticket=target).update(ticket=source)
    target.merged_into = source
    target.state = State.CLOSED
    target.closed_at = now
    clocks.cancel(target, now)
    row.undone_at, row.undone_by = now, by
    row.save(update_fields=["undone_at", "undone_by"])
    last = Message.objects.filter(ticket=source, undone_at=None).order_by("-at", "-id").first()
    if last is not None:
        said(source, last)
    record("ticket.unsplit", target, by=by, at=now, to_number=target.number)
    record("ticket.unsplit", source, by=by, at=now, to_number=target.number)
