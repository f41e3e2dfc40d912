"""What the pages of login ask."""

import ipaddress

from django import template
from django.http import HttpRequest

from okno.core.agents import browser
from okno.people.models import Entrance, Person, Registration
from okno.people.provider import ours
from okno.people.second_step import is_missing

register = template.Library()


@register.filter
def knows_passkeys(request: HttpRequest) -> bool:
    """True where a browser can keep a key for this desk: at a name, never at a bare number (WebAuthn, «effective domain»)."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


@register.simple_tag
def entrances() -> list[Entrance]:
    """Return the ways in by an account of somebody else."""
    return list(Entrance.objects.open())


@register.simple_tag
def may_strangers_register() -> bool:
    """Return True where somebody unknown may become a customer by a code, whoever or of some organisations."""
    return ours().registration != Registration.NOBODY


@register.filter
def lacks_second_step(person: Person) -> bool:
    """True for whoever must set up a second step before anything else."""
    return is_missing(person)


register.filter(browser)
