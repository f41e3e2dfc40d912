"""What a colleague may see of the letters as they came: the quarantine, one letter, and why it went where it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from okno.channels.models import Delivery, Inbound, InboundState
from okno.channels.recorder import explain
from okno.channels.told import NOBODYS_CHOICE
from okno.core.grouping import grouped
from okno.core.prepared import prepared
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Fact, Message, Ticket
from okno.people.models import Person, Team

_NOT_ARRIVED = frozenset({"delivery.failed", "delivery.uncertain"})


@dataclass(frozen=True, kw_only=True)
class Flight:
    """One copy of a letter on its way in, told in sentences in the order in which they were decided."""

    inbound: Inbound
    sentences: list[str]


def quarantine_for(person: Person) -> QuerySet[Inbound]:
    """Return the letters in quarantine that the colleague may see, newest first, without their bytes; nobody else sees any."""
    return _letters_for(person).filter(state=InboundState.QUARANTINED).order_by("-id")


def deliveries_of(ticket: Ticket, messages: Sequence[Message]) -> Mapping[int | None, list[Delivery]]:
    """Return the letters that left with these messages of one ticket, by message: who reads a message may see its way."""
    deliveries = _deliveries(ticket.pk, min(one.pk for one in messages)) if messages else ()
    return grouped(deliveries, lambda delivery: delivery.message_id)


@prepared
def _deliveries(ticket: int, first: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__ticket=ticket, message__gte=first)


def delivery_for(person: Person, pk: int) -> Delivery:
    """Return a letter of ours about which the colleague may decide; raises NotFound or NotAllowed.

    Whoever answers in a ticket decides about its letters; those without a ticket, and news of colleagues, are nobody's.
    """
    rows = Delivery.objects.select_related("message__ticket__merged_into", "ticket__merged_into")
    try:
        delivery = rows.exclude(purpose__in=NOBODYS_CHOICE).get(pk=pk)
    except (Delivery.DoesNotExist, OverflowError):
        raise NotFound from None
    if delivery.message is not None:
        access.message_for(person, delivery.message.pk, to="reply")
    elif delivery.ticket is not None:
        access.ticket_for(person, delivery.ticket.number, to="reply")
    else:
        raise NotFound
    return delivery


def letters_told_of(facts: Sequence[Fact]) -> dict[int, Delivery]:
    """Return by fact the automatic letters that did not arrive, or may not have: who reads the fact may see its letter."""
    told = {int(fact.data["letter"]): fact.pk for fact in reversed(facts) if _is_of_letter(fact)}
    found = Delivery.objects.filter(pk__in=told).exclude(purpose__in=NOBODYS_CHOICE) if told else ()
    return {told[one.pk]: one for one in found}


def inbound_for(person: Person, pk: int) -> Inbound:
    """Return one letter as it came, bytes included; raises NotFound for those who may not know of it.

    A letter that is in a ticket, or tells of one (a delivery report), is seen by those who see the ticket.
    """
    try:
        inbound = (
            _letters_for(person)
            .defer(None)
            .select_related("mailbox__team", "message__ticket", "ticket")
            .get(pk=pk)
        )
    except (Inbound.DoesNotExist, OverflowError):
        raise NotFound from None
    if inbound.message is not None:
        access.message_for(person, inbound.message.pk)
    elif inbound.ticket is not None:
        access.ticket_for(person, inbound.ticket.number)
    return inbound


def recorder_for(person: Person, message: Message) -> list[Flight]:
    """Return why the message is where it is («почему сюда?»), one flight for each copy that came; for colleagues only."""
    access.require_staff(person)
    access.message_for(person, message.pk)
    copies = Inbound.objects.filter(message=message).defer("raw").select_related("mailbox").order_by("id")
    return [Flight(inbound=inbound, sentences=explain(inbound)) for inbound in copies]


def _is_of_letter(fact: Fact) -> bool:
    return fact.kind in _NOT_ARRIVED and fact.message_id is None and "letter" in fact.data


def _letters_for(person: Person) -> QuerySet[Inbound]:
    letters = Inbound.objects.defer("raw").select_related("mailbox")
    if not person.is_staff_member:
        return letters.none()
    if person.is_administrator:
        return letters
    mine = Team.objects.filter(memberships__person=person)
    return letters.exclude(Q(mailbox__team__is_closed=True) & ~Q(mailbox__team__in=mine))
