"""Who stands behind what a provider says: joined by a verified mail address of its own domains, and by nothing else (SEC-36)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from okno.core.text import one_line
from okno.login.whom import whom
from okno.people.actions.addresses import verify_address
from okno.people.actions.meet import meet
from okno.people.models import Address, Audience, Channel, Entrance, Person, normalised

NO_ADDRESS = _("“%(entrance)s” did not tell your mail address. Ask its administrator to pass it on.")
NOT_VERIFIED = _(
    "“%(entrance)s” does not vouch that your mail address is yours. Confirm it there, then come again."
)
ANOTHER_DOMAIN = _("“%(entrance)s” opens the desk for other mail addresses than yours. Take another way in.")
UNKNOWN = _("Nobody with your mail address may enter by “%(entrance)s”. Ask your administrator.")


class NotLetIn(Exception):
    """Nobody enters; `words` is an English sentence of the catalogue."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@transaction.atomic
def whose(entrance: Entrance, claims: dict[str, Any]) -> Person:
    """Return the person who enters; raises NotLetIn. Roles, teams and organisations never come from the provider."""
    told = claims.get("email")
    if not isinstance(told, str) or "@" not in told or not told.isprintable() or len(told) > 254:  # noqa: PLR2004 - RFC 5321
        raise NotLetIn(NO_ADDRESS)
    if claims.get("email_verified") is not True:  # "true" in quotes is not true
        raise NotLetIn(NOT_VERIFIED)
    address = normalised(Channel.MAIL, told)
    if not entrance.speaks_for(address):
        raise NotLetIn(ANOTHER_DOMAIN)
    person = whom(address) or _first_time(entrance, address, claims)
    if person is None or not entrance.is_for(staff=person.is_staff_member):
        raise NotLetIn(UNKNOWN)
    verify_address(person, Channel.MAIL, address)
    return person


def _first_time(entrance: Entrance, address: str, claims: dict[str, Any]) -> Person | None:
    """Make a customer of a stranger where this is wished; an address that belongs to a closed account stays closed."""
    is_stranger = not Address.objects.filter(channel=Channel.MAIL, normal=address).exists()
    if not (entrance.makes_people and entrance.audience != Audience.STAFF and is_stranger):
        return None
    name = claims.get("name")
    return meet(Channel.MAIL, address, name=one_line(name, 200) if isinstance(name, str) else "")
