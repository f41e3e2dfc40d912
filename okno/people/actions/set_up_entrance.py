from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import openid
from okno.core.refusals import BadInput
from okno.people.actions.set_up import mail_domain
from okno.people.models import Audience, Entrance

# Where a kept secret goes: when one of these changes, it is asked for anew.
ROADS = ("issuer", "client_id")


@transaction.atomic
def set_up_entrance(entrance: Entrance, *, domains: Sequence[str] | None = None) -> Entrance:
    """Save whom we believe about whom; a secret that was meant for another provider is forgotten. None leaves the domains."""
    if complaint := openid.complaint_of_issuer(entrance.issuer):
        raise BadInput(_(complaint), field="issuer")
    if domains is not None:
        entrance.domains = sorted({mail_domain(one) for one in domains})
    if not entrance.domains:
        words = _(
            "Name the mail domains for which this provider speaks: about any other address nobody is believed."
        )
        raise BadInput(words, field="domains")
    if entrance.audience == Audience.STAFF:
        entrance.makes_people = False  # who works here is decided by an administrator alone
    before = Entrance.objects.select_for_update().filter(pk=entrance.pk).first()
    if before is not None and before.secret == entrance.secret and leads_elsewhere(before, entrance):
        entrance.secret = ""
    entrance.save()
    return entrance


def leads_elsewhere(before: Entrance, after: Entrance) -> bool:
    """Tell whether the secret would go to another provider, or tell it of another client."""
    return any(getattr(before, name) != getattr(after, name) for name in ROADS)
