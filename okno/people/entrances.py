"""What others have to know of an entrance."""

from django.conf import settings
from django.urls import reverse

from okno.people.models import Entrance


def callback_address(entrance: Entrance, host: str = "") -> str:
    """Return where the provider sends people back: to the host at which they began."""
    begins = settings.PORTAL_URL if host and host == settings.PORTAL_HOST else settings.BASE_URL
    return begins + reverse("entrance_back", args=[entrance.pk])


def callback_addresses(entrance: Entrance) -> list[str]:
    """Return all of them; an administrator enters them at the provider."""
    return list(dict.fromkeys(callback_address(entrance, host) for host in ("", settings.PORTAL_HOST)))
