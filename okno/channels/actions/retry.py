from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.channels import recorder
from okno.channels.incoming import wake
from okno.channels.models import Inbound, InboundState
from okno.core.live import nudge
from okno.core.refusals import Conflict
from okno.people.models import Person


class HeadAlone(Conflict):
    message = _("Only the head of this letter came, because it is too large; there is nothing to read again.")


@transaction.atomic
def retry(inbound: Inbound, *, by: Person) -> Inbound:
    """Read a letter in quarantine, or one that was set aside, once more; one that is in a ticket stays there."""
    inbound = Inbound.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=inbound.pk)
    if inbound.state not in (InboundState.QUARANTINED, InboundState.IGNORED):
        return inbound
    if inbound.is_partial:
        raise HeadAlone
    recorder.note(inbound, "tried_again", who=str(by))
    inbound.state, inbound.attempts, inbound.retry_at, inbound.reason = InboundState.NEW, 0, None, ""
    inbound.save(update_fields=["state", "attempts", "retry_at", "reason", "decisions"])
    nudge(quarantine=1, team=inbound.mailbox.team_id if inbound.mailbox else None)
    wake()
    return inbound
