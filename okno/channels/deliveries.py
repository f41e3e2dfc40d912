"""The letters of ours that begin: who is written to on what occasion. A reaction that runs twice queues nothing twice."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from okno.channels import guard, outbox, recipients, recorder
from okno.channels.mail import relay
from okno.channels.models import Delivery, DeliveryState, Inbound, Mailbox
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.sealed import seal
from okno.desk import message_ids
from okno.desk.models import Fact, Message, State, Ticket
from okno.people.models import Channel, Person, normalised

CONFIRMED = frozenset({"mail", "portal"})  # doors at which somebody waits for word that the request has come


@transaction.atomic
def queue_reply(message: Message, fact: Fact) -> list[Delivery]:
    """Queue one letter for each recipient of a reply; an undone reply and a second call queue nothing."""
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
            _queue(
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
    address = recipients.sender_of(message)
    if Delivery.objects.filter(fact=fact, purpose=Purpose.ACKNOWLEDGE).exists():
        return None
    at = clock.now()
    reason = guard.why_not_acknowledge(message, address, at) if address else "no_address"
    _write_down(message, address, reason)
    if reason:
        return None
    return _queue(
        Purpose.ACKNOWLEDGE, address, at=at, not_before=at, ticket=ticket, fact=fact, recipient=message.author
    )


@transaction.atomic
def queue_question(fact: Fact) -> Delivery | None:
    """Ask the requester whether it is solved; a reply that resolves carries the question itself."""
    ticket, at = fact.ticket, clock.now()
    if ticket is None or ticket.state != State.RESOLVED or ticket.requester_id == fact.by_id:
        return None
    address = recipients.address_of(ticket.requester, ticket)
    if not address or not guard.may_write_automatically(address, at):
        return None
    return _queue(
        Purpose.ASK_SOLVED,
        address,
        at=at,
        not_before=fact.at + timedelta(seconds=settings.UNDO_SEND_SECONDS),
        ticket=ticket,
        fact=fact,
        recipient=ticket.requester,
    )


@transaction.atomic
def queue_login(address: str, sealed_json: str) -> Delivery | None:
    """Queue a letter of the login room; its text is sealed, and never goes to an address of our own (SEC-27)."""
    normal = normalised(Channel.MAIL, address)
    if guard.is_ours(normal):
        return None
    now = clock.now()
    return _queue(Purpose.LOGIN, normal, at=now, not_before=now, sealed_body=seal(sealed_json))


@transaction.atomic
def queue_notice(
    person: Person, words: Mapping[str, object], *, ticket: Ticket | None = None, fact: Fact | None = None
) -> Delivery | None:
    """Queue a letter that tells a colleague what has happened: of one ticket, in its thread, or a summary of several.

    Its words (subject, text, html, and whether an answer goes to the customer) lie sealed until it has left. Where no letter
    can leave at all none is queued: news do not wait for weeks until somebody names a relay.
    """
    address = recipients.address_of(person)
    if not address or guard.is_robot_name(address) or not relay.has_road():
        return None
    now = clock.now()
    return _queue(
        Purpose.NOTICE,
        address,
        at=now,
        not_before=now,
        ticket=ticket,
        fact=fact,
        recipient=person,
        sealed_body=seal(json.dumps(words, ensure_ascii=False)),
    )


def notices_to(person: Person, *, since: datetime) -> int:
    """Return how many such letters the person was sent since this moment."""
    return Delivery.objects.filter(purpose=Purpose.NOTICE, recipient=person, created_at__gt=since).count()


def cancel_of(message: Message) -> int:
    """Stop the letters of a reply that was called back; those that had left stay as they are."""
    now = clock.now()
    waiting = Delivery.objects.filter(message=message, state=DeliveryState.QUEUED)
    return waiting.update(state=DeliveryState.CANCELLED, settled_at=now)


def _queue(
    purpose: Purpose,
    address: str,
    *,
    at: datetime,
    not_before: datetime,
    ticket: Ticket | None = None,
    message: Message | None = None,
    fact: Fact | None = None,
    recipient: Person | None = None,
    rfc_message_id: str = "",
    sealed_body: str = "",
) -> Delivery | None:
    """Write the row with its Message-ID and schedule it; None where the row is there already."""
    if not rfc_message_id:
        rfc_message_id = message_ids.fresh(ticket) if ticket else _anonymous_id()
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                ticket=ticket,
                message=message,
                fact=fact,
                purpose=purpose,
                recipient=recipient,
                address=address,
                rfc_message_id=rfc_message_id,
                not_before=not_before,
                created_at=at,
                sealed_body=sealed_body,
            )
    except IntegrityError:
        return None
    outbox.schedule(delivery)
    return delivery


def _anonymous_id() -> str:
    return f"okno.{secrets.token_hex(20)}@{message_ids.domain()}"


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
