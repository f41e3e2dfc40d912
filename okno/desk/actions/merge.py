from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import last_words, lock_both, not_merged
from okno.desk.journal import record
from okno.desk.models import Merge, Message, Participant, State, Ticket, WaitingFor
from okno.desk.refusals import NothingToUndo, NotIntoItself
from okno.people.models import Person


@transaction.atomic
def merge(source: Ticket, target: Ticket, *, by: Person, share: bool = False, why: str = "") -> Merge:
    """Pour the source into the target: its messages move, answers to it follow. Merging the same pair twice is once.

    The people of the source see the target's earlier conversation only with `share` (REL-27): without it they are not
    added as participants. Everything that moves is written into the Merge row, so that `undo_merge` puts exactly it back.
    """
    if source.pk == target.pk:
        raise NotIntoItself
    source, target = lock_both(source, target)
    standing = Merge.objects.filter(source=source, target=target, undone_at=None).first()
    if standing is not None:
        return standing
    not_merged(source)
    not_merged(target)
    now = clock.now()
    messages = list(Message.objects.filter(ticket=source).values_list("pk", flat=True))
    Message.objects.filter(pk__in=messages).update(ticket=target)
    moved = {
        "messages": messages,
        "participants": _share(source, target, by, now) if share else [],
        "state": source.state,
        "waiting_for": source.waiting_for,
        "waiting_until": source.waiting_until.isoformat() if source.waiting_until else None,
        "clocks": clocks.cancel(source, now),
    }
    row = Merge.objects.create(source=source, target=target, by=by, at=now, moved=moved)
    source.merged_into = target
    last_words(target)
    record("ticket.merged_away", source, by=by, at=now, why=why, to_number=target.number)
    record("ticket.merged", target, by=by, at=now, why=why, from_number=source.number, merge=row.pk)
    return row


@transaction.atomic
def undo_merge(row: Merge, *, by: Person) -> None:
    """Take the two tickets apart again: what moved goes back, what was written since stays where it was written."""
    source, target = lock_both(row.source, row.target)
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at is not None:
        return
    if source.merged_into_id != target.pk:
        raise NothingToUndo
    now = clock.now()
    Message.objects.filter(pk__in=row.moved["messages"], ticket=target).update(ticket=source)
    Participant.objects.filter(pk__in=row.moved["participants"], removed_at=None).update(removed_at=now)
    source.merged_into = None
    source.state = State(row.moved["state"])
    source.waiting_for = WaitingFor(row.moved["waiting_for"])
    until = row.moved["waiting_until"]
    source.waiting_until = datetime.fromisoformat(until) if until else None
    clocks.uncancel(source, row.moved["clocks"])
    row.undone_at, row.undone_by = now, by
    row.save(update_fields=["undone_at", "undone_by"])
    last_words(source)
    last_words(target)
    record("ticket.unmerged", source, by=by, at=now, from_number=source.number, to_number=target.number)
    record("ticket.unmerged", target, by=by, at=now, from_number=source.number, to_number=target.number)


def _share(source: Ticket, target: Ticket, by: Person, now: datetime) -> list[int]:
    """Let the people of the source take part in the target; returns the new rows."""
    people = {
        source.requester_id,
        *source.participants.filter(removed_at=None).values_list("person_id", flat=True),
    }
    known = {
        target.requester_id,
        *target.participants.filter(removed_at=None).values_list("person_id", flat=True),
    }
    rows = Participant.objects.bulk_create(
        Participant(ticket=target, person_id=person, by=by, added_at=now) for person in sorted(people - known)
    )
    return [row.pk for row in rows]
