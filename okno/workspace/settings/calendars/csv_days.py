"""The days of a calendar as CSV: date; what; hours; note. As Excel in Russia writes and opens it."""

import csv
import io
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from okno.look.tables import plain_cell
from okno.sla.days import Day, Days
from okno.workspace.settings.calendars.reading import KNOWN, Gathered, NotDays, What, not_too_large, wrong
from okno.workspace.settings.hours import NotHours, dates_of, hours_text, read_hours

CELLS = 4
HEADS = frozenset({"дата", "date"})


def written(days: Days) -> bytes:
    """Return the days as a file: UTF-8 with its mark, semicolons, no cell a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Date"), pgettext("of a day", "What"), _("Hours"), pgettext("about a day", "Note")])
    for iso, day in sorted(days.items()):
        for what, hours in _rows(day):
            cells = (f"{date.fromisoformat(iso):%d.%m.%Y}", what, hours, _shielded(day.name))
            writer.writerow(cells)
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes, *, week: dict[str, Any]) -> Days:
    """Return the days of a file; raises NotDays with the line, TooMuch. A short day takes its hours from the week."""
    not_too_large(content)
    text = _decoded(content)
    gathered = Gathered(week)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for row in reader:
            number = reader.line_num
            cells = [cell.strip() for cell in row]
            is_head = bool(cells) and cells[0].casefold() in HEADS and not gathered.days
            if any(cells) and not is_head:
                _line(gathered, number, cells)
    except csv.Error:
        raise wrong(number + 1, _("it cannot be read as a row of a table.")) from None
    if not gathered.days:
        raise NotDays(_("There is no date in the file."))
    return gathered.days


def _rows(day: Day) -> list[tuple[str, str]]:
    rows = []
    if day.is_off:
        rows.append((pgettext("in a calendar", "day off"), ""))
    elif day.hours:
        rows.append((pgettext("in a calendar", "hours"), hours_text(day.hours)))
    if day.breaks:
        rows.append((pgettext("in a calendar", "break"), hours_text(day.breaks)))
    return rows


def _line(gathered: Gathered, number: int, cells: list[str]) -> None:
    if any(cells[CELLS:]):
        raise wrong(number, _("there are more than four cells: date, what, hours, note."))
    when, what, hours, note = (*cells, "", "", "", "")[:CELLS]
    try:
        dates, rest = dates_of(when)
        told = read_hours(hours)
    except NotHours as error:
        raise wrong(number, error) from None
    if rest:
        raise wrong(number, _("begin with a date like 31.12.2026."))
    kind = KNOWN.get(what.casefold()) if what else What.HOURS if told else None
    if kind is None:
        words = _("“%(words)s” is not known here: day off, hours, break, short day or ordinary day.")
        raise wrong(number, words % {"words": what[:40]})
    gathered.add(number, dates, kind, told, _unshielded(note))


def _decoded(content: bytes) -> str:
    """Return the text of a file from Excel: UTF-8, UTF-16 with its mark, or the old Russian Windows."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotDays(_("This is not a text file in UTF-8."))


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return next((sign for sign in ";\t," if sign in head), ";")


def _shielded(name: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (SEC-49), and before an apostrophe."""
    return f"'{name}" if name.startswith("'") else plain_cell(name)


def _unshielded(note: str) -> str:
    rest = note.removeprefix("'")
    return rest if rest != note and _shielded(rest) == note else note
