"""A letter that waits for the virus scanner goes on as soon as that has spoken."""

from typing import Final

from okno.channels import outbox
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.core.models import StoredFile
from okno.core.scanning import on_scanned
from okno.desk.models import Attachment

AT_ONCE: Final = 100  # the rest comes by itself, later


@on_scanned
def go_on(file: StoredFile) -> None:
    """Let the letters with this file be looked at now."""
    with_it = Attachment.objects.filter(file=file, redacted_at=None).values("message")
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        message__in=with_it, state=DeliveryState.QUEUED, reason=status_words.BEING_CHECKED
    )
    for delivery in waiting.select_related("ticket").order_by("id")[:AT_ONCE]:
        delivery.not_before = clock.now()
        delivery.save(update_fields=["not_before"])
        outbox.schedule(delivery)
