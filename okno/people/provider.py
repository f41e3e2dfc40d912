"""How the provider is called and what it has chosen, asked on nearly every page: each process reads it every few seconds."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from okno.core.remembered import remembered
from okno.people.models.provider import Provider

SECONDS = 10.0  # so long another process may speak as before


@remembered(SECONDS)
def ours() -> Provider:
    """Return the provider as it was a few seconds ago at most; one that is not founded yet is as the machine says."""
    return Provider.objects.first() or Provider(zone=settings.TIME_ZONE)


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of this name; where there is none, that of the provider, and at last that of the machine."""
    for one in filter(None, (name, ours().zone)):
        try:
            return ZoneInfo(one)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # one that this machine does not know
            continue
    return ZoneInfo(settings.TIME_ZONE)
