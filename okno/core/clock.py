"""The one place that reads the time; a verb reads it once and passes it on."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment in UTC."""
    return timezone.now()
