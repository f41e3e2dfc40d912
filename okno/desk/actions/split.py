from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk import clocks
from okno.desk.actions._ground import last_words, lock, lock_both, not_merged
from okno.desk.actions._moving import arrive, begin, part
from okno.desk.journal import record
from okno.desk.models import Fact, Message, Split, State, Ticket
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
    now = clock.now()
    fresh = begin(ticket, chosen[0], by=by, at=now, subject=subject)
    part(ticket, fresh, chosen, by=by, at=now)
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
    last_words(source)
    record("ticket.unsplit", target, by=by, at=now, to_number=target.number)
    record("ticket.unsplit", source, by=by, at=now, to_number=target.number)
    if _was_moved(source, target):
        for message in Message.objects.filter(pk__in=row.moved, ticket=source).select_related("author"):
            arrive(source, message, by=by, at=now, from_number=target.number)


def _was_moved(source: Ticket, target: Ticket) -> bool:
    """True where the source went on as if the messages had not come: then they come anew."""
    away = Fact.objects.filter(ticket=source, kind="message.moved_away", data__to_number=target.number)
    return away.exists()
