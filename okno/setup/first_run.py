"""The first run: a desk where nobody works yet is opened by the key that its machine prints, and by nothing else.

Whoever can read the console of the machine may already do everything there, so the key gives a stranger nothing new.
Attempts are not counted: a signature is not guessed, and counting would let a stranger close the door to its owner.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from okno.people.models import STAFF, Person

VALID: Final = timedelta(hours=24)
_WORD = "first"
_SIGNER = signing.TimestampSigner(salt="okno.setup.first-run")


def is_new() -> bool:
    """True as long as nobody has ever worked here: the last administrator can be neither dismissed nor demoted."""
    return not Person.objects.filter(role__in=STAFF).exists()


def address() -> str:
    """Return the address that opens a new desk for a day; it is worth nothing once there is an administrator."""
    key = _SIGNER.sign(_WORD).removeprefix(f"{_WORD}:")
    return settings.BASE_URL + reverse("workspace:start_key", args=[key])


def fits(key: object) -> bool:
    """Tell whether this key was printed by this desk, not too long ago."""
    try:
        return _SIGNER.unsign(f"{_WORD}:{key}", max_age=VALID) == _WORD
    except signing.BadSignature:
        return False
