"""What a customer finds: the tickets and words that `access` opens, and of these only what is said to customers.

The same holds for a colleague who asks for himself: here he is a customer, and no note is shown to anybody (SEC-34).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from okno.core.refusals import NotFound
from okno.desk import access, clockface
from okno.desk.actions.rate import is_open as rating_is_open
from okno.desk.kinds import KINDS, Audience
from okno.desk.models import (
    Approved,
    Attachment,
    Clock,
    Fact,
    Message,
    MessageKind,
    Rating,
    State,
    Ticket,
    WaitingFor,
)
from okno.desk.models.rating import Stars
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person

TOLD = [
    name for name, kind in KINDS.items() if kind.audience is Audience.EVERYBODY and "message." not in name
]


def tickets_of(person: Person) -> TicketQuerySet:
    """Return the tickets that the person follows as a customer."""
    tickets = access.tickets_for(person)
    if person.is_staff_member:
        tickets = tickets.filter(
            Q(requester=person) | Q(participants__person=person, participants__removed_at=None)
        )
    return tickets.select_related("requester", "owner", "merged_into")


def listed(person: Person) -> TicketQuerySet:
    """Return those that stand in the list: parts of a request are told on its page, unless they wait for the customer."""
    waits = Q(state=State.WAITING, waiting_for=WaitingFor.CUSTOMER)
    return tickets_of(person).filter(Q(part_of=None) | waits)


def parts(person: Person, ticket: Ticket) -> TicketQuerySet:
    """Return the parts of a request, each a ticket of its own."""
    return tickets_of(person).filter(part_of=ticket).order_by("number")


def ticket_of(person: Person, number: int, *, to: str = "read") -> Ticket:
    """Return one of them for this purpose; raises NotFound or NotAllowed."""
    ticket = access.ticket_for(person, number, to="read" if person.is_staff_member else to)
    if person.is_staff_member and not tickets_of(person).filter(pk=ticket.pk).exists():
        raise NotFound
    return ticket


def standing(person: Person, ticket: Ticket) -> Ticket:
    """Return the ticket in which the conversation goes on: where it was merged to, if the person may read there."""
    if ticket.merged_into is None:
        return ticket
    try:
        return ticket_of(person, ticket.merged_into.number)
    except NotFound:
        return ticket


def conversation(person: Person, ticket: Ticket, now: datetime) -> QuerySet[Message]:
    """Return what the customer reads: no notes, and no reply that can still be called back."""
    said = access.messages_for(person, ticket).exclude(kind=MessageKind.NOTE).filter(undone_at=None)
    return said.filter(Q(leaves_at=None) | Q(leaves_at__lte=now) | Q(author=person, kind=MessageKind.HEARD))


def leaves_soon(person: Person, ticket: Ticket, now: datetime) -> datetime | None:
    """Return when the next reply will be there to read, so that an open page looks again."""
    said = access.messages_for(person, ticket).filter(
        kind=MessageKind.REPLY, undone_at=None, leaves_at__gt=now
    )
    return said.order_by("leaves_at").values_list("leaves_at", flat=True).first()


def history(person: Person, ticket: Ticket) -> QuerySet[Fact]:
    """Return what happened, as far as it is told to customers; messages tell of themselves."""
    return access.facts_for(person, ticket).filter(kind__in=TOLD)


@dataclass(frozen=True)
class Rated:
    """What the page shows of a rating: the one that was given, and whether it may be given or changed now."""

    given: Rating | None
    is_open: bool
    is_asked: bool  # once for a ticket, however often it is closed
    prepared: int = 0  # chosen in the letter; it waits for a press, for mail scanners open links too

    @property
    def choices(self) -> list[tuple[int, str, bool]]:
        """Each number of stars with its word, and whether it is among the given ones."""
        stars = self.given.stars if self.given else self.prepared
        return [(one.value, str(one.label), one.value <= stars) for one in Stars]


def rated(person: Person, ticket: Ticket, now: datetime, prepared: str = "") -> Rated | None:
    """Return the rating of the standing closure for its giver; None where there is nothing to rate."""
    if ticket.state != State.CLOSED or ticket.merged_into_id or not access.may_rate(person, ticket):
        return None
    if ticket.approval == Approved.REFUSED:
        return None  # nothing was done that could be rated
    closure = ticket.closures.filter(reopened_at=None).first()
    if closure is None:
        return None
    ratings = {row.closure_id: row for row in ticket.ratings.all()}
    given = ratings.get(closure.pk)
    is_open = rating_is_open(closure, given, now)
    if not given and not is_open:
        return None
    stars = int(prepared) if prepared in {str(one) for one in Stars.values} and not given else 0
    return Rated(given, is_open, is_asked=not ratings, prepared=stars)


def promise(ticket: Ticket) -> Clock | None:
    """Return the nearest promise that still runs."""
    running = [one for one in clockface.of(ticket) if one.due_at and one.runs]
    return min(running, key=lambda one: one.due_at or ticket.created_at, default=None)


def file_of(person: Person, ticket: Ticket, pk: int, now: datetime) -> Attachment:
    """Return a file of this conversation; any other does not exist (SEC-11, SEC-13)."""
    attachment = access.attachment_for(person, pk)
    if (
        attachment.message is None
        or not conversation(person, ticket, now).filter(pk=attachment.message.pk).exists()
    ):
        raise NotFound
    return attachment
