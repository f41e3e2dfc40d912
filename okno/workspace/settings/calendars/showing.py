"""A year and its days as pages tell them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from okno.sla import russia
from okno.sla.days import Day, Difference
from okno.sla.year import Kind, YearDay
from okno.workspace.settings.hours import SHORT_DAYS, hours_text, week_text

LEGEND: Final[dict[Kind, str | Promise]] = {
    Kind.HOLIDAY: gettext_lazy("public holiday"),
    Kind.MOVED: gettext_lazy("moved day off"),
    Kind.OFF: gettext_lazy("day off by date"),
    Kind.WEEKEND: gettext_lazy("day off of the week"),
    Kind.WORKED: gettext_lazy("worked day of the weekend"),
    Kind.SHORT: gettext_lazy("short day"),
    Kind.OWN: gettext_lazy("hours of its own"),
    Kind.BREAK: gettext_lazy("break of its own"),
    Kind.WORKING: gettext_lazy("working day"),
}
PLAIN: Final = frozenset({Kind.WORKING, Kind.WEEKEND})


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the table of its month."""

    day: YearDay
    lines: tuple[str, ...]
    """What it is, its name, its hours, its breaks: what the hint tells and what is read aloud."""

    @property
    def is_plain(self) -> bool:
        """True where the week alone decides, so that there is nothing to tell."""
        return self.day.kind in PLAIN

    @property
    def title(self) -> str:
        """Which day it is, in full."""
        return date_format(self.day.date, "l, j E")


@dataclass(frozen=True, slots=True)
class Row:
    """A date that becomes something else."""

    day: str
    before: str
    after: str


def heads() -> Iterable[tuple[str | Promise, str | Promise]]:
    """Return the short and the whole names of the days of the week."""
    return zip(SHORT_DAYS.values(), WEEKDAYS.values(), strict=True)


def cell(day: YearDay | None) -> Cell | None:
    """Return a day as its month shows it."""
    if day is None:
        return None
    name = day.name or (
        str(russia.PUBLIC.get((day.date.month, day.date.day), "")) if day.kind is Kind.HOLIDAY else ""
    )
    lines = [] if name and day.kind is Kind.MOVED else [str(LEGEND[day.kind])]
    if name and name.casefold() not in lines:
        lines.append(name)
    if day.hours:
        lines.append(hours_text(day.hours))
    if day.breaks:
        lines.append(_break(day.breaks))
    return Cell(day, tuple(lines))


def week(plain: Mapping[str, Any]) -> str:
    """Return the usual hours in one line."""
    return week_text(plain.get("week") or {})


def rows(differences: Iterable[Difference]) -> list[Row]:
    """Return differences in words, by date."""
    return [
        Row(
            date_format(date.fromisoformat(one.date), "j E Y, D"),
            told(one.before),
            told(one.after),
        )
        for one in differences
    ]


def told(day: Day) -> str:
    """Say what a date is, apart from its week."""
    words = []
    if day.is_off:
        words.append(pgettext("in a calendar", "day off"))
    elif day.hours:
        words.append(hours_text(day.hours))
    if day.breaks:
        words.append(_break(day.breaks))
    if day.name:
        words.append(day.name)
    return ", ".join(words) or pgettext("in a calendar", "ordinary day")


def _break(breaks: Iterable[Iterable[str]]) -> str:
    return _("break %(hours)s") % {"hours": hours_text(breaks)}
