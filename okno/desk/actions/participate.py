from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import lock, not_merged
from okno.desk.journal import record
from okno.desk.models import Participant, Ticket, Watch
from okno.desk.refusals import NotAColleague
from okno.people.models import Person


@transaction.atomic
def add_participant(ticket: Ticket, person: Person, *, by: Person, called: str = "") -> None:
    """Let somebody read and write in the ticket from now on; whoever takes part already is left as is.

    `called` is what is told of him where the others must not learn his name.
    """
    ticket = lock(ticket)
    not_merged(ticket)
    if (
        person.pk == ticket.requester_id
        or ticket.participants.filter(person=person, removed_at=None).exists()
    ):
        return
    now = clock.now()
    Participant.objects.create(ticket=ticket, person=person, by=by, added_at=now)
    record("participant.added", ticket, by=by, at=now, name=called or str(person), person=person.pk)


@transaction.atomic
def remove_participant(ticket: Ticket, person: Person, *, by: Person, called: str = "") -> None:
    """Let somebody take part no longer; what was read was read. `called` is as in `add_participant`."""
    ticket = lock(ticket)
    now = clock.now()
    if ticket.participants.filter(person=person, removed_at=None).update(removed_at=now):
        name = called or str(person)
        record("participant.removed", ticket, by=by, at=now, name=name, person=person.pk)


@transaction.atomic
def watch(ticket: Ticket, *, by: Person, person: Person | None = None, why: str = "") -> None:
    """Be told of what happens in the ticket, or let another one be told; for colleagues only."""
    watcher = person or by
    if not watcher.is_staff_member:
        raise NotAColleague
    ticket = lock(ticket)
    now = clock.now()
    if not Watch.objects.get_or_create(ticket=ticket, person=watcher, defaults={"at": now})[1]:
        return
    if watcher == by:
        record("ticket.watched", ticket, by=by, at=now, why=why)
    else:
        record("ticket.watcher_added", ticket, by=by, at=now, why=why, name=str(watcher), person=watcher.pk)


@transaction.atomic
def unwatch(ticket: Ticket, *, by: Person) -> None:
    """Be told no longer."""
    ticket = lock(ticket)
    if Watch.objects.filter(ticket=ticket, person=by).delete()[0]:
        record("ticket.unwatched", ticket, by=by, at=clock.now())
