from django.db import transaction

from okno.channels import recorder
from okno.channels.models import Inbound
from okno.desk.models import Message


@transaction.atomic
def drop_raw(message: Message) -> int:
    """Forget the bytes of the letters behind a message, after a secret was hidden in it; returns how many there were."""
    letters = Inbound.objects.select_for_update().filter(message=message, raw__isnull=False).defer("raw")
    for inbound in letters:
        recorder.note(inbound, "bytes_dropped")
        inbound.raw, inbound.subject = None, ""
        inbound.save(update_fields=["raw", "subject", "decisions"])
    return len(letters)
