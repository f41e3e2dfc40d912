"""What colleagues are told about the letters of ours, and what they may do about them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.channels import outbox, outcomes
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk import access
from okno.people.models import Person

OPEN = (DeliveryState.QUEUED, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


class TooLateToStop(Conflict):
    message = gettext_lazy("This letter is on its way or has arrived; it cannot be stopped.")


class NothingToRetry(Conflict):
    message = gettext_lazy("This letter does not wait for another try.")


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


def told(delivery: Delivery) -> Told:
    """Return how a letter is told to a person."""
    state = DeliveryState(delivery.state)
    return Told(
        pk=delivery.pk,
        name=str(delivery.recipient or delivery.known_address),
        address=delivery.known_address,
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
    waiting = Delivery.objects.filter(door="mail", state=DeliveryState.QUEUED).exclude(reason="")
    rows = waiting.values("reason").annotate(count=Count("pk"), since=Min("created_at")).order_by("-count")
    return [(_(row["reason"]), row["count"], row["since"]) for row in rows[:20]]


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


def _locked(delivery: Delivery) -> Delivery:
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("ticket", "message")
        .get(pk=delivery.pk)
    )
