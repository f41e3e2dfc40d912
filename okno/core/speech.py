"""In which language and zone the desk speaks for the rest of this request."""

import zoneinfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation


def speak(request: HttpRequest, language: str, zone: str) -> None:
    """Speak this language and tell times in this zone; an empty or unknown zone is the desk's."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()  # as Django's own middleware does
    try:
        timezone.activate(zoneinfo.ZoneInfo(zone or settings.TIME_ZONE))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()
