from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from okno.catalog.models import Priority, RequestType, Service
from okno.core.models import StoredFile
from okno.core.text import one_line
from okno.desk import clocks
from okno.desk.actions._ground import clean, lock, said, said_before
from okno.desk.actions._waking import take_in
from okno.desk.journal import record
from okno.desk.models import (
    Assignment,
    Attachment,
    Link,
    Message,
    MessageKind,
    State,
    Ticket,
)
from okno.desk.models.history import LinkKind
from okno.people.models import Person, Team

# A message to a ticket that has been closed for longer starts a follow-up of its own.
FOLLOW_UP_AFTER = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file that came with a message, already stored."""

    file: StoredFile
    name: str
    content_id: str = ""
    alt: str = ""
    is_inline: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was said, by any door: the part of a message that does not depend on the ticket."""

    text: str
    at: datetime
    subject: str = ""
    full_text: str = ""
    html: str = ""
    has_remote_images: bool = False
    files: Sequence[NewFile] = ()
    rfc_message_id: str = ""
    is_automatic: bool = False
    doubts: Sequence[str] = ()
    key: str = ""
    door: str = "mail"
    wish: str = ""  # how urgent the customer calls it


@transaction.atomic(savepoint=False)
def hear(
    heard: Heard,
    *,
    by: Person,
    ticket: Ticket | None = None,
    team: Team | None = None,
    our_address: str = "",
    maybe_reply_to: Ticket | None = None,
    priority: Priority | None = None,
    service: Service | None = None,
    kind: str = "",
    request_type: RequestType | None = None,
    part_of: Ticket | None = None,
    why: str = "",
) -> Message:
    """Take in what a customer says: open a ticket, append to one, wake or reopen it. The same key is heard once.

    A merged ticket leads to its target; one closed for more than two weeks starts a follow-up. A new ticket about a
    service goes to the team of the service.
    """
    if heard.key and (known := _heard_already(heard.key, by)):
        return known
    if ticket is not None:
        ticket = _standing(lock(ticket))
        if not is_long_closed(ticket, heard.at):
            return _append(ticket, heard, by=by, why=why)
    return _open(
        heard,
        by,
        team or (service.team if service else None),
        our_address,
        priority,
        service=service,
        kind=kind,
        request_type=request_type,
        part_of=part_of,
        follow_up_of=ticket,
        maybe_reply_to=maybe_reply_to,
        why=why,
    )


def _heard_already(key: str, by: Person) -> Message | None:
    """Return the message of this key; a second press of the same button waits here until the first is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [key, by.pk])
    return said_before(by, key)


def _open(
    heard: Heard,
    by: Person,
    team: Team | None,
    our_address: str,
    priority: Priority | None,
    *,
    service: Service | None,
    kind: str,
    request_type: RequestType | None,
    part_of: Ticket | None,
    follow_up_of: Ticket | None,
    maybe_reply_to: Ticket | None,
    why: str,
) -> Message:
    priority = (
        priority
        or (service.priority if service else None)
        or Priority.objects.select_related("calendar").get(is_default=True)
    )
    ticket = Ticket(
        number=next_number(),
        subject=one_line(heard.subject, 250) or one_line(heard.text, 80),
        requester=by,
        organisation_id=by.organisation_id,
        team=team or (follow_up_of.team if follow_up_of else None),
        priority=priority,
        service=service,
        kind=kind,
        request_type=request_type,
        part_of=part_of,
        wish=heard.wish,
        door=heard.door,
        our_address=our_address,
        follow_up_of=follow_up_of,
        created_at=heard.at,
        changed_at=heard.at,
        version=2,  # its first fact is part of it: a new ticket is written once
    )
    promises = clocks.promised(ticket, heard.at)
    message = _message(heard, by)
    said(ticket, message)
    ticket.save(force_insert=True)
    clocks.start(promises)
    if ticket.team is not None:
        Assignment.objects.create(ticket=ticket, team=ticket.team, by=by, started_at=heard.at)
    if maybe_reply_to is not None:
        Link.objects.create(
            ticket=ticket, other=maybe_reply_to, kind=LinkKind.MAYBE_REPLY, by=by, at=heard.at
        )
    _keep(message, ticket, heard.files)
    record(
        "ticket.opened",
        ticket,
        by=by,
        at=heard.at,
        message=message,
        why=why,
        is_saved=True,
        door=heard.door,
        promised=ticket.promised,
    )
    return message


def _append(ticket: Ticket, heard: Heard, *, by: Person, why: str) -> Message:
    message = _message(heard, by)
    _keep(message, ticket, heard.files)
    said(ticket, message)
    facts = take_in(ticket, message, by=by, at=heard.at)
    record("message.heard", ticket, by=by, at=heard.at, message=message, why=why, **facts)
    return message


def _message(heard: Heard, by: Person) -> Message:
    text = clean(heard.text, may_be_empty=True)
    full = clean(heard.full_text, may_be_empty=True)
    return Message(
        kind=MessageKind.HEARD,
        author=by,
        door=heard.door,
        at=heard.at,
        subject=one_line(heard.subject, 250),
        text=text,
        full_text="" if full == text else full,
        html=heard.html,
        has_remote_images=heard.has_remote_images,
        rfc_message_id=heard.rfc_message_id[:500],
        is_automatic=heard.is_automatic,
        doubts=list(heard.doubts),
        key=heard.key,
    )


def _keep(message: Message, ticket: Ticket, files: Sequence[NewFile]) -> None:
    message.ticket = ticket
    message.save(force_insert=True)
    attach(message, files)


def attach(message: Message, files: Sequence[NewFile]) -> None:
    """Hang stored files on a message, in one statement."""
    if not files:
        return
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            file=new.file,
            name=new.name[:150],
            alt=new.alt[:250],
            content_id=new.content_id[:250],
            is_inline=new.is_inline,
            note=new.note[:250],
        )
        for new in files
    )


def next_number() -> int:
    """Return a fresh ticket number from the sequence; gaps are harmless, doubles are impossible."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('desk_ticket_number')")
        return int(cursor.fetchone()[0])


def _standing(ticket: Ticket) -> Ticket:
    """Follow merges to the ticket that stands; chains are short, and a circle cannot be made."""
    for _ in range(20):
        if ticket.merged_into_id is None:
            return ticket
        ticket = lock(Ticket(pk=ticket.merged_into_id))
    return ticket


def is_long_closed(ticket: Ticket, at: datetime) -> bool:
    """True where a message would start a follow-up instead of opening the ticket again."""
    return (
        ticket.state == State.CLOSED
        and ticket.closed_at is not None
        and at - ticket.closed_at > FOLLOW_UP_AFTER
    )
