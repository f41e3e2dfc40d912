"""What others have to know of an entrance."""

from django.conf import settings
from django.urls import reverse

from okno.people.models import Entrance


def callback_address(entrance: Entrance) -> str:
    """Return where the provider sends people back; an administrator enters it there."""
    return settings.BASE_URL + reverse("entrance_back", args=[entrance.pk])
