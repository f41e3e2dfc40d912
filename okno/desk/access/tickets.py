"""Tickets and what lies in them: messages, files, facts, drafts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from okno.core import clock
from okno.core.grouping import grouped
from okno.core.numbers import whole
from okno.core.prepared import prepared
from okno.core.refusals import NotAllowed, NotFound
from okno.desk.access.readers import Reader
from okno.desk.kinds import KINDS, Audience
from okno.desk.models import Attachment, Draft, Fact, Message, MessageKind, Presence, Ticket, WorkLog
from okno.desk.models.presence import STAYS
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Membership, Person, Role, Team
from okno.people.models.person import PersonQuerySet

# What the customer's side may do with a ticket that it may see; everything else is for those who work here.
CUSTOMER_VERBS = frozenset({"read", "write", "confirm", "reopen"})
STAFF_VERBS = frozenset(
    {
        "read",
        "reply",
        "note",
        "revise",
        "work",
        "merge",
        "redact",
        "confirm",
        "reopen",
        "close",
        "participants",
        "quarantine",
    }
)
NUMBER_DIGITS = 9  # of a ticket's number at most: what an integer column holds whatever the digits are
_AROUND = ("requester", "organisation", "owner", "team", "service", "priority", "merged_into", "speaker")


def tickets_for(person: Person) -> TicketQuerySet:
    """Return the tickets that the person may know of."""
    tickets: TicketQuerySet = Ticket.objects.all()
    if not person.is_active or person.is_robot:
        return tickets.none()
    if person.is_administrator:
        return tickets
    if person.is_staff_member:
        return tickets.exclude(closed_to(person))
    mine = Q(requester=person) | Q(
        pk__in=Ticket.objects.filter(participants__person=person, participants__removed_at=None).values("pk")
    )
    if person.role == Role.MANAGER and person.organisation_id:
        mine |= Q(organisation=person.organisation_id)
    return tickets.filter(mine)


def ticket_for(person: Person, number: int | str, *, to: str = "read") -> Ticket:
    """Return the ticket for this purpose, with all that belongs to it when it is to be read; raises NotFound or NotAllowed."""
    known = whole(str(number), digits=NUMBER_DIGITS)
    if known is None:
        raise NotFound
    found = _numbered(known, reader=Reader.like(person), is_read=to == "read")
    if not found:
        raise NotFound
    if to not in (STAFF_VERBS if person.is_staff_member else CUSTOMER_VERBS):
        raise NotAllowed
    return found[0]


@prepared
def _numbered(number: int, *, reader: Reader, is_read: bool) -> QuerySet[Ticket]:
    tickets = tickets_for(reader.person()).filter(number=number)
    return tickets.select_related(*_AROUND) if is_read else tickets


def readers_of(ticket: Ticket, people: Iterable[int]) -> PersonQuerySet:
    """Return the colleagues among these who may know of the ticket: `tickets_for`, asked from the other side."""
    staff = Person.objects.staff().filter(pk__in=list(people))
    if ticket.team is None or not ticket.team.is_closed:
        return staff
    works_there = Membership.objects.filter(team=ticket.team).values("person")
    return staff.filter(Q(role=Role.ADMINISTRATOR) | Q(pk__in=works_there))


def may_rate(person: Person, ticket: Ticket) -> bool:
    """True for the one who says how well the help was: the requester."""
    return ticket.requester_id == person.pk


def may_take_back(person: Person, row: WorkLog) -> bool:
    """True for whoever logged the work, and for who leads."""
    return row.person_id == person.pk or person.is_lead


def may_let_in(person: Person, ticket: Ticket) -> bool:
    """True for who decides on the customer's side, also about who takes part: the requester, the manager of the company."""
    return not ticket.merged_into_id and _reads_all(person, ticket)


def messages_for(person: Person, ticket: Ticket) -> QuerySet[Message]:
    """Return the messages of the ticket that the person may read: customers see no note and no undone reply (SEC-34).

    A participant reads what was said since being added (SEC-24); the requester and the manager read all.
    """
    messages = (
        Message.objects.filter(ticket=ticket).select_related("author").prefetch_related("attachments__file")
    )
    if person.is_staff_member:
        return messages
    messages = messages.exclude(kind=MessageKind.NOTE).filter(undone_at=None)
    if _reads_all(person, ticket):
        return messages
    added = (
        ticket.participants.filter(person=person, removed_at=None).values_list("added_at", flat=True).first()
    )
    if added is None:
        return messages.none()
    return messages.filter(Q(at__gte=added) | Q(author=person))


def files_of(ticket: Ticket, messages: Sequence[Message]) -> Mapping[int | None, list[Attachment]]:
    """Return the files of these messages of one ticket, by message, in their order: who reads a message may see its files."""
    files = _files(ticket.pk, min(one.pk for one in messages)) if messages else ()
    return grouped(files, lambda file: file.message_id)


@prepared
def _files(ticket: int, first: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(message__ticket=ticket, message__gte=first).select_related("file")


def message_for(person: Person, pk: int, *, to: str = "read") -> Message:
    """Return one message for this purpose; raises NotFound or NotAllowed."""
    try:
        message = Message.objects.select_related("ticket").get(pk=pk)
    except (Message.DoesNotExist, OverflowError):
        raise NotFound from None
    ticket = ticket_for(person, message.ticket.number, to=to)
    found = messages_for(person, ticket).filter(pk=pk).first()
    if found is None:
        raise NotFound
    if to == "revise" and not (found.kind == MessageKind.NOTE and found.author_id == person.pk):
        raise NotAllowed
    found.ticket = ticket
    return found


def attachment_for(person: Person, pk: int) -> Attachment:
    """Return a file of a readable message, or of one's own draft; anybody else's does not exist (SEC-11, SEC-13)."""
    try:
        attachment = Attachment.objects.select_related("message__ticket", "draft", "file").get(
            pk=pk, redacted_at=None
        )
    except (Attachment.DoesNotExist, OverflowError):
        raise NotFound from None
    if attachment.message is not None:
        message_for(person, attachment.message.pk)
    elif attachment.draft is None or attachment.draft.person_id != person.pk:
        raise NotFound
    return attachment


def drafts_for(person: Person, ticket: Ticket) -> list[Draft]:
    """Return the person's own drafts in the ticket, with their files."""
    return _drafts(ticket.pk, person.pk)


@prepared
def _drafts(ticket: int, person: int) -> QuerySet[Draft]:
    return Draft.objects.filter(ticket=ticket, person=person).prefetch_related("attachments__file")


def others_at(person: Person, ticket: Ticket) -> QuerySet[Presence]:
    """Return the colleagues who have the ticket before their eyes now, those who write first."""
    since = clock.now() - STAYS
    present = Presence.objects.filter(ticket=ticket, seen_at__gte=since).exclude(person=person)
    return present.select_related("person").order_by("-writes", "person__name")


def facts_for(person: Person, ticket: Ticket) -> QuerySet[Fact]:
    """Return the facts of the ticket that the person may read."""
    facts = Fact.objects.filter(ticket=ticket).select_related("by")
    if person.is_staff_member:
        return facts
    facts = facts.filter(
        kind__in=[name for name, kind in KINDS.items() if kind.audience is Audience.EVERYBODY]
    )
    if _reads_all(person, ticket):
        return facts
    return facts.filter(at__gte=_added_at(person, ticket) or ticket.changed_at)


def closed_to(person: Person) -> Q:
    """The tickets of closed teams in which the colleague does not work."""
    if person.closed_teams is not None:
        return Q(team__in=person.closed_teams)
    return Q(team__is_closed=True) & ~Q(team__in=Team.objects.filter(memberships__person=person))


def _added_at(person: Person, ticket: Ticket) -> datetime | None:
    return (
        ticket.participants.filter(person=person, removed_at=None).values_list("added_at", flat=True).first()
    )


def _reads_all(person: Person, ticket: Ticket) -> bool:
    if ticket.requester_id == person.pk:
        return True
    return (
        person.role == Role.MANAGER
        and person.organisation_id is not None
        and ticket.organisation_id == person.organisation_id
    )
