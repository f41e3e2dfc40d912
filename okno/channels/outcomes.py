"""What became of a letter, written in the transaction that knows it, and told in the ticket where it did not arrive."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext, override

from okno.channels.failures import SendFailed, TryLater
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.live import nudge
from okno.desk.actions.tell_delivery import tell_delivery
from okno.desk.models import Ticket
from okno.people.actions.addresses import mark_broken
from okno.people.actions.meet import robot
from okno.people.models import Person
from okno.people.provider import ours

FIRST_WAIT = timedelta(seconds=30)  # doubles with each attempt
LONGEST_WAIT = timedelta(hours=4)
ATTEMPTS_AT_MOST = 20  # with these waits: two days
UNCERTAIN_WAIT = timedelta(minutes=15)
# Holds when it has arrived, too.
_NOTE = Case(When(reason=status_words.WITHOUT_FILES, then="reason"), default=Value(""))


@transaction.atomic
def sent(delivery: Delivery, note: str = "") -> None:
    """The server has said yes; `note` is what there is to know about the letter all the same."""
    now = clock.now()
    if _settled(
        delivery,
        state=DeliveryState.SENT,
        sent_at=now,
        settled_at=now,
        reason=note,
        diagnostic="",
        sealed_body="",
    ):
        show(delivery)


@transaction.atomic
def lost(delivery: Delivery, reason: str = status_words.ANSWER_LOST) -> None:
    """Nobody knows whether the server has it: tried once more after a quarter of an hour, then it is a person's choice."""
    body = "" if delivery.purpose == Purpose.LOGIN else delivery.sealed_body
    known = _settled(
        delivery,
        state=DeliveryState.UNCERTAIN,
        not_before=clock.now() + UNCERTAIN_WAIT,
        settled_at=clock.now(),
        reason=reason,
        lost_answers=F("lost_answers") + 1,
        sealed_body=body,
    )
    if known:
        _tell("delivery.uncertain", delivery, reason)


@transaction.atomic
def postponed(delivery: Delivery, trouble: TryLater) -> None:
    """Not now: the next try after 30 s, 1, 2, 4 … minutes, at most four hours; after two days it has failed."""
    if delivery.attempts >= ATTEMPTS_AT_MOST:
        failed(delivery, trouble.reason or status_words.GIVEN_UP, trouble.diagnostic)
        return
    _settled(
        delivery,
        state=DeliveryState.QUEUED,
        not_before=clock.now() + wait_after(delivery.attempts),
        reason=trouble.reason,
        diagnostic=trouble.diagnostic,
    )
    show(delivery)


@transaction.atomic
def refused(delivery: Delivery, end: SendFailed) -> None:
    """The server has said no for good; an address that does not exist is remembered as broken."""
    if status_words.is_dead(end.status, end.diagnostic):
        mark_broken(delivery.address)
    failed(delivery, end.reason, end.diagnostic)


@transaction.atomic
def failed(delivery: Delivery, reason: str, diagnostic: str = "") -> None:
    """The letter will not arrive: written on it, told in the ticket."""
    known = Delivery.objects.filter(pk=delivery.pk).exclude(
        state__in=[DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.DELIVERED]
    )
    if known.update(
        state=DeliveryState.FAILED,
        settled_at=clock.now(),
        reason=reason,
        diagnostic=diagnostic[:1000],
        sealed_body="",
    ):
        _tell("delivery.failed", delivery, reason)


@transaction.atomic
def delivered(delivery: Delivery) -> None:
    """The other side has told that the letter is in the mailbox."""
    left = Delivery.objects.filter(pk=delivery.pk, state__in=[DeliveryState.SENT, DeliveryState.UNCERTAIN])
    if left.update(state=DeliveryState.DELIVERED, settled_at=clock.now(), reason=_NOTE, diagnostic=""):
        show(delivery)


def show(delivery: Delivery) -> None:
    """Let the open pages of the ticket fetch the new state of the letter."""
    ticket = ticket_of(delivery)
    if ticket is not None:
        nudge(
            ticket=ticket.number,
            team=ticket.team_id,
            organisation=ticket.organisation_id,
            requester=ticket.requester_id,
            public=False,
        )


def ticket_of(delivery: Delivery) -> Ticket | None:
    """Return the ticket in which the letter is shown today: messages move, tickets are merged.

    News for a colleague are shown in none: a letter about a letter that did not arrive would never end.
    """
    if delivery.purpose == Purpose.NOTICE:
        return None
    ticket = delivery.message.ticket if delivery.message is not None else delivery.ticket
    return ticket if ticket is None or ticket.merged_into is None else ticket.merged_into


def tell_decided(delivery: Delivery, kind: str, *, by: Person) -> None:
    """Write into the course of its ticket what a colleague has decided about a letter."""
    ticket = ticket_of(delivery)
    if ticket is not None:
        tell_delivery(ticket, by=by, kind=kind, address=delivery.address, message=delivery.message)


def wait_after(attempts: int) -> timedelta:
    """Return the wait after this many attempts."""
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20)), LONGEST_WAIT)


def _settled(delivery: Delivery, **values: object) -> bool:
    """Write what became of this attempt, unless the letter has gone on without us."""
    mine = Delivery.objects.filter(
        pk=delivery.pk,
        attempts=delivery.attempts,
        state__in=[DeliveryState.SENDING, DeliveryState.UNCERTAIN],
    )
    return bool(mine.update(**values))


def _tell(kind: str, delivery: Delivery, reason: str) -> None:
    ticket = ticket_of(delivery)
    if ticket is None:
        return
    with override(ours().language):
        words = gettext(reason)
    tell_delivery(
        ticket,
        by=robot(),
        kind=kind,
        address=delivery.address,
        reason=words,
        message=delivery.message,
        letter=delivery.pk,
    )
