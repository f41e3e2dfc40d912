from django.db import transaction

from okno.channels.models import Mailbox
from okno.people.models import Team


@transaction.atomic
def open_mailbox(address: str, *, name: str = "", team: Team | None = None) -> Mailbox:
    """Make one of our addresses; repeated with the same address it changes nothing."""
    return Mailbox.objects.get_or_create(address=address.lower(), defaults={"name": name, "team": team})[0]
