"""What the pages of login ask."""

import ipaddress

from django import template
from django.http import HttpRequest

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


@register.filter
def browser(agent: str) -> str:
    """Return browser and system in two words out of what a browser says about itself; the whole where that fails."""
    programs = {"YaBrowser": "Яндекс Браузер", "Edg/": "Edge", "OPR/": "Opera", "Firefox": "Firefox"}
    programs |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    systems |= {"Mac OS": "macOS", "Linux": "Linux"}
    found = [_first(programs, agent), _first(systems, agent)]
    return ", ".join(word for word in found if word) or agent[:60]


def _first(words: dict[str, str], agent: str) -> str:
    return next((word for sign, word in words.items() if sign in agent), "")
