"""The days of a calendar that are otherwise than their week: by date, each in one place. Plain data in and out, pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from okno.core.text import one_line

Plain = dict[str, Any]
Spans = tuple[tuple[str, str], ...]
NAME_AT_MOST: Final = 200  # characters


class Day(NamedTuple):
    """What a date is."""

    hours: Spans | None = None
    """None: those of the week. Without any span: a day off."""
    breaks: Spans = ()
    """What is cut out of the hours, whatever they are."""
    name: str = ""
    """How people call it: «День России»."""

    @property
    def is_off(self) -> bool:
        """True where the date itself makes it a day off."""
        return self.hours == ()

    @property
    def is_ordinary(self) -> bool:
        """True where nothing but the week decides."""
        return self.hours is None and not self.breaks


ORDINARY: Final = Day()
Days = dict[str, Day]
"""By date, as 2027-05-01."""


class Difference(NamedTuple):
    """A date that becomes something else."""

    date: str
    before: Day
    after: Day


class Laid(NamedTuple):
    """What becomes of days when newer ones are laid over them, and which wishes of people stood in the way."""

    days: Days
    kept: list[Difference]
    """Dates that people have set otherwise: what they are, and what they would be."""


def days_of(plain: Mapping[str, Any]) -> Days:
    """Return the days of a calendar in its plain form; hours by date are stronger than a day off."""
    days: Days = {iso: Day(()) for iso in plain.get("holidays") or ()}
    for iso, hours in (plain.get("exceptions") or {}).items():
        days[iso] = Day(spans(hours))
    for iso, hours in (plain.get("breaks") or {}).items():
        days[iso] = days.get(iso, ORDINARY)._replace(breaks=spans(hours))
    for iso, name in (plain.get("names") or {}).items():
        if iso in days:
            days[iso] = days[iso]._replace(name=called(name))
    return days


def plain_of(days: Days) -> Plain:
    """Return the parts of a calendar's plain form that hold these days, each date in one of them and in order."""
    told = sorted((iso, day) for iso, day in days.items() if not day.is_ordinary)
    return {
        "holidays": [iso for iso, day in told if day.is_off],
        "exceptions": {iso: _lists(day.hours) for iso, day in told if day.hours},
        "breaks": {iso: _lists(day.breaks) for iso, day in told if day.breaks},
        "names": {iso: day.name for iso, day in told if day.name},
    }


def differences(before: Days, after: Days) -> list[Difference]:
    """Return the dates that are something else afterwards, in order."""
    dates = sorted(before.keys() | after.keys())
    found = (Difference(iso, before.get(iso, ORDINARY), after.get(iso, ORDINARY)) for iso in dates)
    return [one for one in found if one.before != one.after]


def laid_over(now: Days, earlier: Days, newer: Days, *, everywhere: bool = False) -> Laid:
    """Put newer days into the place of earlier ones of the same origin; what people have set since stays as it is.

    A date belongs to people where it is not as `earlier` left it; `everywhere` takes it from them. Breaks are always theirs.
    """
    days, kept = dict(now), []
    for iso in sorted(earlier.keys() | newer.keys()):
        was, is_now, shall = (each.get(iso, ORDINARY) for each in (earlier, now, newer))
        if is_now.hours == shall.hours:
            days[iso] = is_now._replace(name=is_now.name or shall.name)
        elif everywhere or is_now.hours == was.hours:
            days[iso] = shall._replace(breaks=is_now.breaks)
        else:
            kept.append(Difference(iso, is_now, shall))
    return Laid({iso: day for iso, day in days.items() if not day.is_ordinary}, kept)


def of_year(days: Days, year: int) -> Days:
    """Return the days of one year."""
    return {iso: day for iso, day in days.items() if iso.startswith(f"{year:04}-")}


def spans(hours: Iterable[Iterable[str]]) -> Spans:
    """Return the hours of a day in a form that can be compared."""
    return tuple((begin, end) for begin, end in hours)


def called(name: object) -> str:
    """Return a name in one line of signs that can be read, not too long."""
    return one_line(str(name)[: 10 * NAME_AT_MOST], NAME_AT_MOST)


def _lists(hours: Spans | None) -> list[list[str]]:
    return [list(span) for span in hours or ()]
