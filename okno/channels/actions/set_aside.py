from django.db import transaction

from okno.channels import recorder
from okno.channels.models import Inbound, InboundState
from okno.core import clock
from okno.core.live import nudge
from okno.people.models import Person


@transaction.atomic
def set_aside(inbound: Inbound, *, by: Person, why: str = "") -> Inbound:
    """Take a letter out of the quarantine without reading it: the bytes stay, the decision is written down."""
    inbound = Inbound.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=inbound.pk)
    if inbound.state != InboundState.QUARANTINED:
        return inbound
    recorder.note(inbound, "set_aside_by", who=str(by), why=why)
    inbound.state, inbound.handled_at = InboundState.IGNORED, clock.now()
    inbound.save(update_fields=["state", "handled_at", "decisions"])
    nudge(quarantine=1, team=inbound.mailbox.team_id if inbound.mailbox else None)
    return inbound
