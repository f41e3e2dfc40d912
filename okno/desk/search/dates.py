"""Days as people write them in a search: «сегодня», «01.11.2026», «2026-11», «>01.11», «2026-11-01..2026-11-05». Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTS = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})|(\d{1,2})\.(\d{1,2})\.?")
_HOURS = re.compile(r"(\d{1,4})?\s*(?:ч|час|часа|часов|h|hour|hours)")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another; `until` itself is not among them, an open side is None."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """From now on, for so many hours."""

    hours: int


def ahead(words: str) -> Ahead | None:
    """Return «час», «4 часа», «4h» as hours from now on, or None where something else is meant."""
    found = _HOURS.fullmatch(words.casefold().strip())
    return Ahead(int(found.group(1) or 1)) if found else None


def span(words: str, today: date) -> Span | None:
    """Return the days that are meant, or None where nobody can tell."""
    try:
        return _span(words.casefold().replace("ё", "е").strip(), today)
    except (ValueError, OverflowError):  # there is no 31 February, and no day after the last one
        return None


def _span(words: str, today: date) -> Span | None:
    before, dots, after = words.partition("..")
    if dots:
        left, right = _point(before, today), _point(after, today)
        if (before and left is None) or (after and right is None) or not (left or right):
            return None
        return Span(left.since if left else None, right.until if right else None)
    sign = words[: 2 if words[1:2] == "=" else 1]
    if sign in (">", ">=", "<", "<="):
        point = _point(words[len(sign) :].strip(), today)
        if point is None:
            return None
        sides = {
            ">": (point.until, None),
            ">=": (point.since, None),
            "<": (None, point.since),
            "<=": (None, point.until),
        }
        return Span(*sides[sign])
    return _point(words, today)


def _point(words: str, today: date) -> Span | None:
    """Return a day, a month, a year, or one of the usual words for days."""
    for names, back, length in (
        (("сегодня", "today"), 0, 1),
        (("вчера", "yesterday"), 1, 1),
        (("завтра", "tomorrow"), -1, 1),
        (("неделя", "week"), 6, 7),
        (("месяц", "month"), 29, 30),
        (("год", "year"), 364, 365),
    ):
        if words in names:
            since = today - back * _DAY
            return Span(since, since + length * _DAY)
    if found := _ISO.fullmatch(words):
        return _whole(*(int(part) if part else None for part in found.groups()))
    if found := _DOTS.fullmatch(words):
        day, month, year, of_day, of_month = (int(part) if part else None for part in found.groups())
        if year is not None:
            return _whole(year, month, day)
        this = _whole(today.year, of_month, of_day)
        return this if this.since and this.since <= today else _whole(today.year - 1, of_month, of_day)
    return None


def _whole(year: int | None, month: int | None, day: int | None) -> Span:
    assert year is not None, "every pattern above has a year"
    if month is None:
        return Span(date(year, 1, 1), date(year + 1, 1, 1))
    if day is None:
        following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
        return Span(date(year, month, 1), following)
    since = date(year, month, day)
    return Span(since, since + _DAY)
