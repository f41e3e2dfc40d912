"""The doors forget a person: letters as they came and as they left, and the windows of the chat."""

import secrets
from typing import Any, Final

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from okno.channels.models import Chat, Delivery, DeliveryState, Inbound, InboundState, Visitor
from okno.channels.models.delivery import NOWHERE
from okno.core import clock
from okno.people.forgetting import Gone

BATCH: Final = 200
ERASED: Final = [{"code": "erased", "facts": {}}]
_STANDING = (DeliveryState.QUEUED, DeliveryState.UNCERTAIN)


def forget_letters(gone: Gone, addresses: list[str]) -> bool:
    """Forget some of the letters that the person has sent; returns whether others still wait for the next turn.

    The hash of the bytes stays, so that a letter which a server brings once more is known as one that was there.
    """
    with transaction.atomic():
        mine = Q(message__author__in=gone.people) | Q(sender__in=addresses)
        rows = Inbound.objects.filter(mine).exclude(state=InboundState.NEW).exclude(decisions=ERASED)
        part = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        held = Inbound.objects.filter(pk__in=part)
        held.filter(state=InboundState.QUARANTINED).update(state=InboundState.IGNORED)
        held.update(
            raw=None, subject="", sender="", envelope_from="", envelope_to=[], peer="", rfc_message_id="",
            body_sha256="", reason="", decisions=ERASED,
        )  # fmt: skip
    return len(part) == BATCH


@transaction.atomic
def forget_in_letters_of(ticket: int, gone: Gone, *, own: bool) -> None:
    """Forget the person in the letters of others in a ticket: the subject that was his, the names in what was decided."""
    rows = Inbound.objects.filter(Q(ticket=ticket) | Q(message__ticket=ticket)).exclude(decisions=ERASED)
    _clean(rows, gone, own=own)
    if own:
        _forget_chats(Chat.objects.filter(ticket=ticket))


@transaction.atomic
def forget_reports(gone: Gone, addresses: list[str]) -> None:
    """Forget the reports of servers about letters to the person, and what was decided with his address in it."""
    for address in addresses:
        rows = Inbound.objects.filter(decisions__icontains=address).exclude(decisions=ERASED)
        rows.filter(decisions__icontains='"bounce_').update(raw=None, subject="")
        _clean(rows, gone, own=False)


@transaction.atomic
def forget_deliveries(gone: Gone, addresses: list[str]) -> bool:
    """Forget to where letters left, and stop those that wait; returns whether one is on its way at this very moment."""
    rows = Delivery.objects.filter(Q(recipient__in=gone.people) | Q(address__in=addresses))
    rows = rows.exclude(address__startswith=NOWHERE)
    _forget(rows.exclude(state=DeliveryState.SENDING))
    return rows.filter(state=DeliveryState.SENDING).exists()


@transaction.atomic
def forget_delivery(pk: int, *, at_last: bool) -> bool:
    """Forget to where one letter left, once it has, or `at_last` though it has not; returns whether it is done."""
    rows = Delivery.objects.filter(pk=pk).exclude(state=DeliveryState.SENDING)
    rows = rows if at_last else rows.exclude(state__in=_STANDING)
    _forget(rows)
    return rows.exists() or not Delivery.objects.filter(pk=pk).exists()


@transaction.atomic
def forget_windows(gone: Gone) -> None:
    """End the person's conversations in the chat, and let no window go on as him."""
    visitors = Visitor.objects.filter(person__in=gone.people)
    _forget_chats(Chat.objects.filter(visitor__in=visitors))
    for visitor in visitors:
        Visitor.objects.filter(pk=visitor.pk).update(key=secrets.token_hex(32))


def claimed_addresses(people: list[int]) -> list[str]:
    """Return the addresses that the person used without having proved them: senders of letters, words in a chat."""
    roads: tuple[QuerySet[Any], ...] = (
        Inbound.objects.filter(message__author__in=people)
        .exclude(sender="")
        .values_list("sender", flat=True),
        Delivery.objects.filter(recipient__in=people, door="mail").values_list("address", flat=True),
        Chat.objects.filter(visitor__person__in=people).exclude(email="").values_list("email", flat=True),
    )
    return [address for road in roads for address in road.distinct() if not address.startswith(NOWHERE)]


def _clean(rows: QuerySet[Inbound], gone: Gone, *, own: bool) -> None:
    for inbound in rows.defer("raw"):
        told = (gone.clean(inbound.decisions), "" if own else gone.black(inbound.subject))
        if told != (inbound.decisions, inbound.subject):
            inbound.decisions, inbound.subject = told
            inbound.save(update_fields=["decisions", "subject"])


def _forget_chats(rows: QuerySet[Chat]) -> None:
    rows.filter(ended_at=None).update(ended_at=clock.now())
    rows.update(email="", page="", context={}, goes_on_at=None)


def _forget(rows: QuerySet[Delivery]) -> None:
    now, nowhere = clock.now(), Concat(Value(NOWHERE), Cast(F("pk"), CharField()))
    pks = list(rows.values_list("pk", flat=True))
    held = Delivery.objects.filter(pk__in=pks)
    held.filter(state__in=_STANDING).update(state=DeliveryState.CANCELLED, settled_at=now)
    held.update(address=nowhere, reason="", diagnostic="", sealed_body="")
