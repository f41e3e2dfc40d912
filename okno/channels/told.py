"""What colleagues are told about the letters of ours, and what they may do about them."""

from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from okno.channels.models import Delivery, DeliveryState
from okno.channels.models.delivery import Purpose
from okno.core import clock

AT_MOST = 20  # reasons, and tickets, that are told at once
# Their words lay sealed and are gone, or they tell a colleague what the bell tells as well.
NOBODYS_CHOICE = frozenset({Purpose.LOGIN, Purpose.NOTICE, Purpose.SURVEY, Purpose.TOO_LARGE})
OPEN = frozenset({DeliveryState.QUEUED, DeliveryState.UNCERTAIN, DeliveryState.FAILED})
_AGAIN = frozenset({DeliveryState.UNCERTAIN, DeliveryState.FAILED})
_PERHAPS = gettext_lazy("perhaps sent; not sent again")


def may_go_again(delivery: Delivery) -> bool:
    """True for a letter that a colleague may send once more."""
    return _is_a_choice(delivery) and delivery.state in _AGAIN


def may_be_stopped(delivery: Delivery) -> bool:
    """True for a letter that a colleague may give up: it did not arrive, may not have, or does not get away."""
    is_stuck = delivery.state != DeliveryState.QUEUED or bool(delivery.reason)
    return _is_a_choice(delivery) and delivery.state in OPEN and is_stuck


def called(delivery: Delivery) -> str:
    """Return in one or two words what became of a letter; one that was given up may have arrived all the same."""
    if delivery.state == DeliveryState.CANCELLED and delivery.lost_answers:
        return str(_PERHAPS)
    return str(DeliveryState(delivery.state).label)


def advice(delivery: Delivery) -> str:
    """Return what will happen by itself, or what there is to decide; empty where there is neither."""
    if not may_be_stopped(delivery):
        return ""
    state = DeliveryState(delivery.state)
    if state == DeliveryState.QUEUED:
        tried = ngettext("Tried %(count)d time.", "Tried %(count)d times.", delivery.attempts)
        again = _("The next try is at %(time)s.") % {"time": _moment(delivery.not_before)}
        return f"{tried % {'count': delivery.attempts}} {again}" if delivery.attempts else again
    if state == DeliveryState.FAILED:
        return _(
            "The customer does not have it. Mend the reason and send it again, or reach him another way."
        )
    if delivery.lost_answers == 1:
        words = _("Nobody knows whether it arrived. The desk sends it once more at %(time)s by itself.")
        return words % {"time": _moment(delivery.not_before)}
    return _("Nobody knows whether it arrived. Sent again, it may come twice; ask the customer if in doubt.")


def troubles() -> list[tuple[str, int, datetime]]:
    """Return why letters wait at present: reason in the reader's language, how many, since when; for administrators."""
    waiting = Delivery.objects.filter(door="mail", state=DeliveryState.QUEUED).exclude(reason="")
    rows = waiting.values("reason").annotate(count=Count("pk"), since=Min("created_at")).order_by("-count")
    return [(_(row["reason"]), row["count"], row["since"]) for row in rows[:AT_MOST]]


def undecided() -> list[int]:
    """Return the numbers of the tickets in which a letter waits until somebody decides about it; for administrators."""
    rows = Delivery.objects.filter(state=DeliveryState.UNCERTAIN, lost_answers__gt=1, ticket__isnull=False)
    numbers = rows.exclude(purpose__in=NOBODYS_CHOICE).values_list("ticket__number", flat=True)
    return list(numbers.distinct().order_by("ticket__number")[:AT_MOST])


def _is_a_choice(delivery: Delivery) -> bool:
    is_ours = delivery.door == "mail" and delivery.purpose not in NOBODYS_CHOICE
    return is_ours and bool(delivery.known_address)


def _moment(at: datetime) -> str:
    """Return «14:30» of today, else «22 ноября, 14:30», by the reader's zone."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate(clock.now())
    return date_format(local, "H:i" if is_today else "j E, H:i")
