"""The letters of ours that begin: who is written to on what occasion. A reaction that runs twice queues nothing twice."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from okno.channels import guard, recipients, recorder
from okno.channels.models import Delivery, DeliveryState, Inbound, Mailbox
from okno.channels.models.delivery import OF_OCCASION, Purpose
from okno.channels.queueing import queue
from okno.core import clock
from okno.core.live import nudge
from okno.desk import message_ids
from okno.desk.models import ApprovalQuestion, ApprovalState, Fact, Message, Occasion, Ticket
from okno.desk.occasions import loop_plan
from okno.people.models import Person

TAKEN_AFTER = timedelta(minutes=5)
# Doors at which somebody waits for word that the request has come.
CONFIRMED = frozenset({"mail", "portal", "widget"})


@transaction.atomic
def queue_reply(message: Message, fact: Fact) -> list[Delivery]:
    """Queue one letter for each recipient of a reply; an undone reply and a second call queue nothing."""
    if recipients.is_only_in_a_chat(message.ticket):
        return []
    # Ticket before message, in the order of `undo_send`, or the two might wait for each other.
    Ticket.objects.select_for_update().get(pk=message.ticket_id)
    rows = Message.objects.select_for_update(of=("self",)).select_related("ticket__requester__merged_into")
    message = rows.get(pk=message.pk)
    if message.undone_at is not None:
        return []
    made = []
    for person, address in recipients.of_reply(message):
        taken = Delivery.objects.filter(rfc_message_id=message.rfc_message_id).exists()
        made.append(
            queue(
                Purpose.REPLY,
                address,
                at=fact.at,
                not_before=message.leaves_at or fact.at,
                ticket=message.ticket,
                message=message,
                fact=fact,
                recipient=person,
                rfc_message_id="" if taken else message.rfc_message_id,
            )
        )
    return [delivery for delivery in made if delivery is not None]


@transaction.atomic
def queue_acknowledgement(fact: Fact) -> Delivery | None:
    """Confirm receipt of what opened a ticket, where the guard allows it; for a letter the decision is written down."""
    message, ticket = fact.message, fact.ticket
    if message is None or ticket is None or message.door not in CONFIRMED or not _acknowledges(ticket):
        return None
    if ticket.part_of_id is not None or not loop_plan().leaves(Occasion.RECEIVED):
        return None  # the whole is confirmed
    address = recipients.sender_of(message)
    if Delivery.objects.filter(fact=fact, purpose=Purpose.ACKNOWLEDGE).exists():
        return None
    at = clock.now()
    reason = guard.why_not_acknowledge(message, address, at) if address else "no_address"
    _write_down(message, address, reason)
    if reason:
        return None
    return queue(
        Purpose.ACKNOWLEDGE, address, at=at, not_before=at, ticket=ticket, fact=fact, recipient=message.author
    )


@transaction.atomic
def queue_told(fact: Fact, occasion: Occasion, *, address: str = "") -> Delivery | None:
    """Tell the requester of a step of his ticket, where the desk tells of it and the guard allows a letter.

    A reply that solves or asks says so itself. It leaves when the step can no longer be taken back at once; that somebody is
    at work is told once, and a little later: whoever is answered by then needs no such letter. Without an `address` it goes to
    the best one of the person.
    """
    ticket, at = fact.ticket, clock.now()
    if ticket is None or ticket.requester_id == fact.by_id or not loop_plan().leaves(occasion):
        return None
    if ticket.part_of_id is not None or _is_told_as_refused(fact):
        return None  # one is told of the whole, once
    purpose = OF_OCCASION[occasion]
    if occasion == Occasion.TAKEN and Delivery.objects.filter(ticket=ticket, purpose=purpose).exists():
        return None
    address = address or recipients.address_of(ticket.requester, ticket)
    if not address or not guard.may_write_automatically(address, at):
        return None
    return queue(
        purpose,
        address,
        at=at,
        not_before=fact.at
        + (TAKEN_AFTER if occasion == Occasion.TAKEN else timedelta(seconds=settings.UNDO_SEND_SECONDS)),
        ticket=ticket,
        fact=fact,
        recipient=ticket.requester,
    )


@transaction.atomic
def queue_approval(fact: Fact) -> list[Delivery]:
    """Ask each of those whom the fact names, who has not answered yet, whether it is approved."""
    rows = ApprovalQuestion.objects.filter(pk__in=fact.data.get("questions", ()), state=ApprovalState.ASKED)
    people = [one.person.standing for one in rows.select_related("person__merged_into")]
    made = [_of_approval(Purpose.APPROVAL, fact, person) for person in people]
    return [delivery for delivery in made if delivery is not None]


@transaction.atomic
def queue_refusal(fact: Fact) -> Delivery | None:
    """Tell the requester that it was not approved, and why."""
    ticket = fact.ticket
    if ticket is None or ticket.requester_id == fact.by_id or not fact.data.get("closes"):
        return None
    if not loop_plan().leaves(Occasion.REFUSED):
        return None
    address = recipients.address_of(ticket.requester, ticket)
    if not guard.may_write_automatically(address, fact.at):
        return None
    return _of_approval(Purpose.REFUSED, fact, ticket.requester)


def cancel_of(message: Message) -> int:
    """Stop the letters of a reply that was called back; those that had left stay as they are."""
    now = clock.now()
    waiting = Delivery.objects.filter(message=message, state=DeliveryState.QUEUED)
    return waiting.update(state=DeliveryState.CANCELLED, settled_at=now)


def note_in_chat(
    message: Message, fact: Fact, person: Person, *, mark: str, state: DeliveryState, reason: str
) -> bool:
    """Note that an answer stands in a chat, for the window to bring; False where that is noted already.

    Whoever calls holds the row of the chat: nobody else notes the same at the same moment.
    """
    if Delivery.objects.filter(message=message, address=mark).exists():
        return False
    at = None if state == DeliveryState.QUEUED else clock.now()
    Delivery.objects.create(
        ticket=message.ticket,
        message=message,
        fact=fact,
        purpose=Purpose.REPLY,
        recipient=person,
        address=mark,
        rfc_message_id=message_ids.fresh(message.ticket),
        not_before=fact.at,
        created_at=fact.at,
        door="chat",
        state=state,
        sent_at=at,
        settled_at=at,
        reason=reason,
    )
    return True


@transaction.atomic
def queue_onward(message: Message, fact: Fact, person: Person, address: str) -> Delivery | None:
    """Queue the letter of an answer in a chat whose visitor has left; None where it is on its way already."""
    now, taken = clock.now(), Delivery.objects.filter(rfc_message_id=message.rfc_message_id).exists()
    return queue(
        Purpose.REPLY,
        address,
        at=now,
        not_before=now,
        ticket=message.ticket,
        message=message,
        recipient=person,
        rfc_message_id="" if taken else message.rfc_message_id,
        fact=fact,
    )


def nudge_of(ticket: Ticket, *, read: int = 0) -> None:
    """Let the pages of colleagues fetch what became of the answers in a ticket; nobody else hears of it.

    Where they were read up to the message with the id `read`, that is all, and there is nothing to fetch.
    """
    nudge(
        letters=ticket.number, team=ticket.team_id, owner=ticket.owner_id, **({"read": read} if read else {})
    )


def _of_approval(purpose: Purpose, fact: Fact, person: Person) -> Delivery | None:
    address = recipients.address_of(person, fact.ticket)
    if not address or guard.is_robot_name(address):
        return None
    return queue(
        purpose,
        address,
        at=fact.at,
        not_before=fact.at,
        ticket=fact.ticket,
        fact=fact,
        recipient=person,
    )


def _is_told_as_refused(fact: Fact) -> bool:
    """True for the end of a request that was not approved, where a letter of its own says so."""
    if fact.kind != "ticket.closed" or not loop_plan().leaves(Occasion.REFUSED):
        return False
    return Fact.objects.filter(ticket=fact.ticket, kind="approval.refused", at=fact.at).exists()


def _acknowledges(ticket: Ticket) -> bool:
    mailbox = (
        Mailbox.objects.filter(address__iexact=ticket.our_address).first() if ticket.our_address else None
    )
    return mailbox is None or (mailbox.is_active and mailbox.acknowledges)


def _write_down(message: Message, address: str, reason: str) -> None:
    """Add to the flight recorder whether receipt was confirmed, and if not, why."""
    inbound = Inbound.objects.select_for_update().defer("raw").filter(message=message).order_by("id").first()
    if inbound is None:
        return
    if reason:
        recorder.note(inbound, "not_acknowledged", reason=guard.REASONS[reason])
    else:
        recorder.note(inbound, "acknowledged", address=address)
    inbound.save(update_fields=["decisions"])
