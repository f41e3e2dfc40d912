from django.db import transaction

from okno.channels.actions.retry import retry
from okno.channels.models import Inbound, InboundState
from okno.people.models import Person


@transaction.atomic
def reroute(*, by: Person) -> int:
    """Read every letter in quarantine once more, after what stopped them was repaired; returns how many."""
    waiting = Inbound.objects.filter(state=InboundState.QUARANTINED).defer("raw").order_by("id")
    for inbound in waiting:
        retry(inbound, by=by)
    return len(waiting)
