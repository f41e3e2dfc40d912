from datetime import timedelta
from typing import Final

from okno.channels.actions.forget_person import forget_delivery
from okno.core import clock
from okno.privacy.models import ErasureRequest

AT_ONCE: Final = 200
WAITS: Final = timedelta(days=3)  # as long as servers try; what has not left by then never does


def forget_farewells() -> None:
    """Forget the addresses of last letters that have left, or have waited in vain."""
    for row in ErasureRequest.objects.filter(farewell__isnull=False).order_by("pk")[:AT_ONCE]:
        is_late = row.ended_at is None or row.ended_at < clock.now() - WAITS
        if row.farewell_id is not None and forget_delivery(row.farewell_id, at_last=is_late):
            ErasureRequest.objects.filter(pk=row.pk).update(farewell=None)
