"""The one way in which a letter of ours begins: its row, its Message-ID and the job that sends it."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from okno.channels import outbox
from okno.channels.models import Delivery
from okno.channels.models.delivery import Purpose
from okno.desk import message_ids
from okno.desk.models import Fact, Message, Ticket
from okno.people.models import Person


def queue(
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
