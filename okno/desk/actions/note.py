from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import clean, forget_draft, lock, not_merged, said_before
from okno.desk.actions.hear import NewFile, attach
from okno.desk.journal import record
from okno.desk.models import Mention, Message, MessageKind, Ticket, Watch
from okno.desk.models.draft import DraftKind
from okno.people.models import Person


@transaction.atomic
def note(
    ticket: Ticket,
    text: str,
    *,
    by: Person,
    mentions: Sequence[Person] = (),
    files: Sequence[NewFile] = (),
    key: str = "",
    at: datetime | None = None,
) -> Message:
    """Write a note for colleagues; customers never see it. Those called by name watch the ticket from now on."""
    if known := said_before(by, key):
        return known
    ticket = lock(ticket)
    not_merged(ticket)
    at = at or clock.now()
    message = Message.objects.create(
        ticket=ticket,
        kind=MessageKind.NOTE,
        author=by,
        door="desk",
        at=at,
        text=clean(text, may_be_empty=bool(files)),
        key=key,
    )
    attach(message, files)
    forget_draft(ticket, by, DraftKind.NOTE)
    called = [person for person in dict.fromkeys(mentions) if person.is_staff_member]
    call(ticket, message, called, at)
    record("message.noted", ticket, by=by, at=at, message=message, mentioned=[person.pk for person in called])
    return message


@transaction.atomic
def mention(message: Message, people: Sequence[Person], *, by: Person) -> None:
    """Call colleagues to a note that stands already; whoever was called before is not called again."""
    ticket = lock(message.ticket)
    known = set(Mention.objects.filter(message=message).values_list("person_id", flat=True))
    fresh = [person for person in dict.fromkeys(people) if person.is_staff_member and person.pk not in known]
    if not fresh:
        return
    now = clock.now()
    call(ticket, message, fresh, now)
    record(
        "person.mentioned",
        ticket,
        by=by,
        at=now,
        message=message,
        mentioned=[person.pk for person in fresh],
        names=", ".join(str(person) for person in fresh),
    )


def call(ticket: Ticket, message: Message, people: Sequence[Person], at: datetime) -> None:
    """Write the rows of a call: the mention and the watch."""
    Mention.objects.bulk_create(
        (Mention(message=message, person=person) for person in people), ignore_conflicts=True
    )
    Watch.objects.bulk_create(
        (Watch(ticket=ticket, person=person, at=at) for person in people), ignore_conflicts=True
    )
