"""What the two kinds of files have in common: bounded bytes in, days out, a refusal in words with the line."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from okno.core.refusals import BadInput, TooMuch
from okno.sla import russia
from okno.sla.actions.set_hours import DATES_AT_MOST, TOO_MANY_DATES, in_words
from okno.sla.days import ORDINARY, Days, called, spans
from okno.sla.worktime import BadCalendar, Calendar
from okno.sla.year import FIRST, LAST
from okno.workspace.settings.hours import Hours, hours_text

BYTES_AT_MOST: Final = 512 * 1024


class What(StrEnum):
    """What a line of a file makes of a date."""

    OFF = "off"
    HOURS = "hours"
    BREAK = "break"
    SHORT = "short"  # an hour less than the week has
    ORDINARY = "ordinary"  # as the week has it


KNOWN: Final = {
    **dict.fromkeys(("выходной", "выходные", "праздник", "нерабочий день"), What.OFF),
    **dict.fromkeys(("day off", "days off", "off", "holiday"), What.OFF),
    **dict.fromkeys(("часы", "рабочие часы", "hours", "working hours"), What.HOURS),
    **dict.fromkeys(("перерыв", "break"), What.BREAK),
    **dict.fromkeys(("короткий день", "короткий", "сокращённый день", "сокращенный день", "short day"), What.SHORT),
    **dict.fromkeys(("обычный день", "обычный", "ordinary day"), What.ORDINARY),
}  # fmt: skip


class NotDays(BadInput):
    """The file cannot be read as the days of a calendar."""


def wrong(line: int, words: object) -> NotDays:
    """Return the refusal of one line."""
    return NotDays(_("Line %(number)d: %(error)s") % {"number": line, "error": words})


def not_too_large(content: bytes) -> None:
    """Refuse what no calendar needs."""
    if len(content) > BYTES_AT_MOST:
        raise TooMuch(
            _("A file with days is never larger than %(size)d KB.") % {"size": BYTES_AT_MOST // 1024}
        )


class Gathered:
    """The days of a file as they are read, line by line."""

    def __init__(self, week: dict[str, Any]) -> None:
        self.week = week
        self.days: Days = {}
        self._told: set[tuple[str, bool]] = set()

    def add(
        self, line: int, dates: Iterable[str], what: What, hours: Sequence[Sequence[str]], name: str
    ) -> None:
        """Make this of the dates; raises NotDays."""
        for iso in dates:
            if not FIRST <= int(iso[:4]) <= LAST:
                raise wrong(line, _("only the years 2000 to 2100 are counted."))
            is_break = what is What.BREAK
            if (iso, is_break) in self._told:
                raise wrong(line, _("%(value)s is named twice.") % {"value": iso})
            self._told.add((iso, is_break))
            if len(self._told) > DATES_AT_MOST:
                raise TooMuch(TOO_MANY_DATES)
            day = self.days.get(iso, ORDINARY)
            found = _checked(line, iso, self._hours(line, iso, what, hours))
            changed = day._replace(breaks=found) if is_break else day._replace(hours=found)
            self.days[iso] = changed._replace(name=day.name or called(name))

    def _hours(self, line: int, iso: str, what: What, hours: Sequence[Sequence[str]]) -> Hours | None:
        told = [list(span) for span in hours]
        if what in {What.HOURS, What.BREAK}:
            if not told:
                raise wrong(line, _("the hours are missing."))
            return told
        if told:
            words = _("hours (%(hours)s) do not belong here.") % {"hours": hours_text(told)}
            raise wrong(line, words)
        if what is What.SHORT:
            usual = russia.hours_of(self.week, date.fromisoformat(iso))
            if not usual:
                raise wrong(line, _("nothing is worked on this weekday; tell the hours."))
            return russia.an_hour_less(usual)
        return [] if what is What.OFF else None


def laid(days: Days, read: Days) -> Days:
    """Return the days of a calendar with those of a file: a date that the file names is as the file says."""
    return {iso: day for iso, day in {**days, **read}.items() if not day.is_ordinary}


def _checked(line: int, iso: str, hours: Hours | None) -> Any:
    """Return the hours of a day in their normal form; raises NotDays."""
    if not hours:
        return None if hours is None else ()
    try:
        calendar = Calendar.from_plain({"zone": "UTC", "exceptions": {iso: hours}})
    except BadCalendar as error:
        raise wrong(line, in_words(error)) from None
    return spans(calendar.to_plain()["exceptions"][iso])
