"""What a delivery report says about one letter of ours (RFC 3464)."""

from datetime import timedelta

from django.db import transaction

from okno.channels import outcomes
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.people.actions.addresses import mark_broken
from okno.people.models import Channel, normalised


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


def _reported(rfc_message_id: str, address: str) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("ticket", "message")
    if rfc_message_id:
        return rows.filter(rfc_message_id=rfc_message_id).first()
    since = clock.now() - timedelta(days=3)
    left = (DeliveryState.SENT, DeliveryState.UNCERTAIN)
    return rows.filter(address=address, created_at__gt=since, state__in=left).order_by("-created_at").first()
