"""The one funnel out: who is written to, what became of each letter, and what a colleague may do about it."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.channels import guard, outbox, outcomes, recipients, recorder
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState, Inbound, Mailbox
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.refusals import Conflict, NotFound
from okno.core.sealed import seal
from okno.desk import access, message_ids
from okno.desk.models import Fact, Message, State, Ticket
from okno.people.actions.addresses import mark_broken
from okno.people.models import Channel, Person, normalised

OPEN = (DeliveryState.QUEUED, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


class TooLateToStop(Conflict):
    message = gettext_lazy("This letter is on its way or has arrived; it cannot be stopped.")


class NothingToRetry(Conflict):
    message = gettext_lazy("This letter does not wait for another try.")


# ---- letters begin ----


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
    """Confirm receipt of the letter that opened a ticket, where the guard allows it; the decision is written down."""
    message, ticket = fact.message, fact.ticket
    if message is None or ticket is None or message.door != "mail" or not _acknowledges(ticket):
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


def cancel_of(message: Message) -> int:
    """Stop the letters of a reply that was called back; those that had left stay as they are."""
    now = clock.now()
    waiting = Delivery.objects.filter(message=message, state=DeliveryState.QUEUED)
    return waiting.update(state=DeliveryState.CANCELLED, settled_at=now)


# ---- what became of them ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One letter as the screen shows it, in the reader's language."""

    pk: int
    name: str
    address: str
    state: DeliveryState
    label: str
    reason: str
    diagnostic: str
    at: datetime
    can_retry: bool
    can_cancel: bool


def states_for(messages: Iterable[Message]) -> dict[int, list[Told]]:
    """Return the letters of each message (by its id), by one query."""
    rows = Delivery.objects.filter(message__in=[message.pk for message in messages]).select_related(
        "recipient"
    )
    found: dict[int, list[Told]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.message_id or 0].append(told(row))
    return dict(found)


def told(delivery: Delivery) -> Told:
    """Return how a letter is told to a person."""
    state = DeliveryState(delivery.state)
    return Told(
        pk=delivery.pk,
        name=str(delivery.recipient or delivery.address),
        address=delivery.address,
        state=state,
        label=str(state.label),
        reason=_(delivery.reason) if delivery.reason else "",
        diagnostic=delivery.diagnostic,
        at=delivery.settled_at or delivery.sent_at or delivery.not_before,
        can_retry=state in (DeliveryState.UNCERTAIN, DeliveryState.FAILED),
        can_cancel=state in OPEN,
    )


def troubles() -> list[tuple[str, int, datetime]]:
    """Return why letters wait at present: reason in the reader's language, how many, since when; for administrators."""
    waiting = Delivery.objects.filter(state=DeliveryState.QUEUED).exclude(reason="")
    rows = waiting.values("reason").annotate(count=Count("pk"), since=Min("created_at")).order_by("-count")
    return [(_(row["reason"]), row["count"], row["since"]) for row in rows[:20]]


def delivery_for(person: Person, pk: int, *, to: str = "reply") -> Delivery:
    """Return a letter of a ticket that the person may do this to; raises NotFound or NotAllowed."""
    delivery = Delivery.objects.select_related("ticket", "message", "recipient").filter(pk=pk).first()
    if delivery is None or delivery.ticket is None:
        raise NotFound
    access.ticket_for(person, delivery.ticket.number, to=to)
    return delivery


@transaction.atomic
def settle(
    rfc_message_id: str = "", *, address: str = "", status: str, diagnostic: str = "", reason: str = ""
) -> Delivery | None:
    """Note what a delivery report says (RFC 3464): 5.x.x failed, 2.x.x delivered, 4.x.x late; twice is once.

    Without a Message-ID of ours the last letter of three days to this address is meant. Returns None where none is.
    """
    delivery = _reported(rfc_message_id.strip("<> "), normalised(Channel.MAIL, address))
    if delivery is None:
        return None
    words = reason or status_words.reason(0, status, diagnostic)
    if status.startswith("5"):
        if status_words.is_dead(status, diagnostic):
            mark_broken(delivery.address)
        outcomes.failed(delivery, words, diagnostic)
    elif status.startswith("2"):
        outcomes.delivered(delivery)
    elif delivery.state == DeliveryState.SENT:
        Delivery.objects.filter(pk=delivery.pk).update(reason=words, diagnostic=diagnostic[:1000])
        outcomes.show(delivery)
    return delivery


@transaction.atomic
def retry(delivery: Delivery, *, by: Person) -> None:
    """Send a failed or uncertain letter once more at the wish of a colleague, under the same Message-ID."""
    access.require_staff(by)
    delivery = _locked(delivery)
    if delivery.state == DeliveryState.QUEUED:
        return
    if delivery.state not in (DeliveryState.FAILED, DeliveryState.UNCERTAIN):
        raise NothingToRetry
    delivery.state, delivery.attempts, delivery.lost_answers = DeliveryState.QUEUED, 0, 0
    delivery.not_before, delivery.settled_at, delivery.reason = clock.now(), None, ""
    delivery.save()
    outbox.schedule(delivery)
    outcomes.show(delivery)


@transaction.atomic
def cancel(delivery: Delivery, *, by: Person) -> None:
    """Give a letter up at the wish of a colleague; a letter that has left raises TooLateToStop."""
    access.require_staff(by)
    delivery = _locked(delivery)
    if delivery.state == DeliveryState.CANCELLED:
        return
    if delivery.state not in OPEN:
        raise TooLateToStop
    delivery.state, delivery.settled_at = DeliveryState.CANCELLED, clock.now()
    delivery.save()
    outcomes.show(delivery)


# ---- parts ----


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


def _reported(rfc_message_id: str, address: str) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("ticket", "message")
    if rfc_message_id:
        return rows.filter(rfc_message_id=rfc_message_id).first()
    since = clock.now() - timedelta(days=3)
    left = (DeliveryState.SENT, DeliveryState.UNCERTAIN)
    return rows.filter(address=address, created_at__gt=since, state__in=left).order_by("-created_at").first()


def _locked(delivery: Delivery) -> Delivery:
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("ticket", "message")
        .get(pk=delivery.pk)
    )
