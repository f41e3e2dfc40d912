"""Times, spans and sizes in the words of the reader. Pure: no request, no database."""

import zlib
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy

NBSP = "\u00a0"
_MONTHS = (
    pgettext_lazy("after a day", "Jan"),
    pgettext_lazy("after a day", "Feb"),
    pgettext_lazy("after a day", "Mar"),
    pgettext_lazy("after a day", "Apr"),
    pgettext_lazy("after a day", "May"),
    pgettext_lazy("after a day", "Jun"),
    pgettext_lazy("after a day", "Jul"),
    pgettext_lazy("after a day", "Aug"),
    pgettext_lazy("after a day", "Sep"),
    pgettext_lazy("after a day", "Oct"),
    pgettext_lazy("after a day", "Nov"),
    pgettext_lazy("after a day", "Dec"),
)
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_JUST_NOW = 45  # seconds
# A list says the same spans and moments again and again, so what is said once in a language is kept.
_KEPT = 4096


def day(moment: datetime, *, now: datetime) -> str:
    """Return «22 нояб.», with the year when it is not this one."""
    local = timezone.localtime(moment)
    words = {"day": local.day, "month": _MONTHS[local.month - 1], "year": local.year}
    if local.year == timezone.localtime(now).year:
        return pgettext("day and month", "%(day)d\u00a0%(month)s") % words
    return pgettext("day, month and year", "%(day)d\u00a0%(month)s\u00a0%(year)d") % words


def when(moment: datetime, *, now: datetime) -> str:
    """Return «22 нояб., 14:30» in the viewer's zone; only «14:30» for today."""
    local = timezone.localtime(moment)
    clock = f"{local:%H:%M}"
    if local.date() == timezone.localtime(now).date():
        return clock
    return f"{day(moment, now=now)}, {clock}"


def exact(moment: datetime) -> str:
    """Return the whole moment with its zone, for the hint: «22 нояб. 2026, 14:30:05 MSK»."""
    return _exact(moment, timezone.get_current_timezone(), get_language())


@lru_cache(_KEPT)
def _exact(moment: datetime, zone: tzinfo, _language: str | None) -> str:
    local = timezone.localtime(moment, zone)
    words = {"day": local.day, "month": _MONTHS[local.month - 1], "year": local.year}
    return (
        pgettext("day, month and year", "%(day)d\u00a0%(month)s\u00a0%(year)d") % words
        + f", {local:%H:%M:%S %Z}"
    )


def ago(moment: datetime, *, now: datetime) -> str:
    """Return «только что», «5 мин назад», «3 ч назад», «вчера», then the date."""
    seconds = (now - moment).total_seconds()
    if seconds < -_JUST_NOW or seconds >= 2 * _DAY:
        return when(moment, now=now)
    if seconds < _JUST_NOW:
        return gettext("just now")
    if seconds < _HOUR:
        return gettext("%(span)s ago") % {"span": span(timedelta(seconds=max(seconds, _MINUTE)))}
    if timezone.localtime(moment).date() == timezone.localtime(now).date():
        return gettext("%(span)s ago") % {"span": span(timedelta(hours=seconds // _HOUR))}
    if timezone.localtime(moment).date() == timezone.localtime(now).date() - timedelta(days=1):
        return gettext("yesterday, %(clock)s") % {"clock": f"{timezone.localtime(moment):%H:%M}"}
    return when(moment, now=now)


def span(length: timedelta) -> str:
    """Return a length in its two largest units: «45 мин», «1 ч 20 мин», «2 дн. 3 ч»; at least a minute."""
    return _span(max(1, int(abs(length).total_seconds()) // _MINUTE), get_language())


@lru_cache(_KEPT)
def _span(minutes: int, _language: str | None) -> str:
    days, rest = divmod(minutes, _DAY // _MINUTE)
    hours, minutes = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(n)d\u00a0day", "%(n)d\u00a0days", days) % {"n": days})
    if hours:
        parts.append(gettext("%(n)d\u00a0hr") % {"n": hours})
    if minutes and not days:
        parts.append(gettext("%(n)d\u00a0min") % {"n": minutes})
    return NBSP.join(parts)


def size(count: int) -> str:
    """Return «1,2 МБ» for a number of bytes (1024 steps, as file managers show them)."""
    if count < 1024:  # noqa: PLR2004 - the step itself
        return ngettext("%(n)s\u00a0byte", "%(n)s\u00a0bytes", count) % {"n": count}
    value, units = count / 1024, (gettext("KB"), gettext("MB"), gettext("GB"))
    unit = 0
    while round(value) >= 1024 and unit < len(units) - 1:  # noqa: PLR2004 - the step itself
        value, unit = value / 1024, unit + 1
    digits = 0 if unit == 0 or value >= 10 else 1  # noqa: PLR2004 - two significant digits are enough
    return f"{number_format(round(value, digits), decimal_pos=digits, use_l10n=True)}{NBSP}{units[unit]}"


def initials(name: str) -> str:
    """Return one or two capital letters for an avatar; «?» for a name without letters."""
    words = [word for word in name.replace("«", " ").replace('"', " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def tone(name: str) -> int:
    """Return the colour of an avatar, 1 to 8; the same name always has the same one."""
    return zlib.crc32(name.casefold().encode("utf-8", "replace")) % 8 + 1
