from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.channels import outbox, outcomes, told
from okno.channels.models import Delivery, DeliveryState
from okno.channels.moot import is_moot
from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk import access
from okno.people.models import Person


class NothingToSend(Conflict):
    message = _("This letter does not wait for another try.")


class NoLongerSo(Conflict):
    message = _("What this letter tells is no longer so; it is not sent.")


@transaction.atomic
def send_again(delivery: Delivery, *, by: Person) -> None:
    """Send a failed or uncertain letter once more, under the same Message-ID; one that is on its way already stays so."""
    access.require_staff(by)
    delivery = _locked(delivery)
    if delivery.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
        return
    if not told.may_go_again(delivery):
        raise NothingToSend
    if is_moot(delivery):
        raise NoLongerSo
    delivery.state, delivery.attempts, delivery.lost_answers = DeliveryState.QUEUED, 0, 0
    delivery.not_before, delivery.settled_at, delivery.reason = clock.now(), None, ""
    delivery.save(update_fields=["state", "attempts", "lost_answers", "not_before", "settled_at", "reason"])
    outbox.schedule(delivery)
    outcomes.tell_decided(delivery, "delivery.repeated", by=by)


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",))
    return rows.select_related("ticket", "message__ticket").get(pk=delivery.pk)
