from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.channels import outcomes, told
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk import access
from okno.people.models import Person


class TooLateToStop(Conflict):
    message = _("This letter is on its way or has arrived; it cannot be stopped.")


@transaction.atomic
def stop_letter(delivery: Delivery, *, by: Person) -> None:
    """Give a letter up: it is not sent, or not sent again; one that has left raises TooLateToStop."""
    access.require_staff(by)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("ticket", "message__ticket")
    delivery = rows.get(pk=delivery.pk)
    if delivery.state == DeliveryState.CANCELLED:
        return
    if delivery.state not in told.OPEN:
        raise TooLateToStop
    delivery.state, delivery.settled_at = DeliveryState.CANCELLED, clock.now()
    delivery.save(update_fields=["state", "settled_at"])
    outcomes.tell_decided(delivery, "delivery.stopped", by=by)
