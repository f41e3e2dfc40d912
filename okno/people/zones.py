"""Time zones as people choose them: those of Russia first, by their cities and their distance from Greenwich."""

from datetime import datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock

Choices = list[tuple[str, str]]

RUSSIA: dict[str, Promise] = {
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad"),
    "Europe/Moscow": gettext_lazy("Moscow, St Petersburg"),
    "Europe/Samara": gettext_lazy("Samara, Izhevsk"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg, Perm"),
    "Asia/Omsk": gettext_lazy("Omsk"),
    "Asia/Novosibirsk": gettext_lazy("Novosibirsk, Krasnoyarsk"),
    "Asia/Irkutsk": gettext_lazy("Irkutsk"),
    "Asia/Yakutsk": gettext_lazy("Yakutsk, Chita"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok, Khabarovsk"),
    "Asia/Magadan": gettext_lazy("Magadan, Sakhalin"),
    "Asia/Kamchatka": gettext_lazy("Kamchatka"),
}


def choices() -> list[tuple[str, Choices]]:
    """Return all zones for a list in a form: those of Russia from west to east, then the rest of the world."""
    at_home = [(name, f"{city} ({offset(name)})") for name, city in RUSSIA.items()]
    elsewhere = [(name, f"{name} ({offset(name)})") for name in _names() if name not in RUSSIA]
    return [(_("Russia"), at_home), (_("All zones"), elsewhere)]


def called(name: str) -> str:
    """Return what a zone is called in the reader's language."""
    return f"{RUSSIA.get(name, name)} ({offset(name)})" if name in _names() else name


def offset(name: str) -> str:
    """Return how far the clocks of a zone are from Greenwich today: UTC+3, UTC−3:30."""
    return _offset_at(clock.now().replace(minute=0, second=0, microsecond=0), name)


@lru_cache(maxsize=1000)
def _offset_at(hour: datetime, name: str) -> str:
    # Kept for an hour: Python remembers eight zones and would read hundreds of files for each list.
    away = hour.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(away) // timedelta(minutes=1), 60)
    sign = "−" if away < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


@cache
def _names() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name)
