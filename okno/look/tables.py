"""Tickets as a table for Excel: CSV as Excel in Russia opens it, or XLSX. No cell ever becomes a formula (SEC-49)."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import IO, Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from okno.catalog import fields
from okno.catalog.models import TicketField
from okno.core.naming import named
from okno.desk import access
from okno.desk.models import Kind, State
from okno.people.models import Person
from okno.people.models.person import called

AT_MOST: Final = 10_000  # rows of a file
CHUNK: Final = 500  # rows of a statement; no more are in memory at once
Cell = str | int | Decimal | date | datetime | None
# What a spreadsheet takes for the beginning of a formula, also behind blanks, quotes and separators.
_FORMULA = re.compile(r"[\t\r\n]|[\s;,|\"']*[=+\-@＝＋－＠]")
_DAY, _MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what is read for it, how that is told, how wide it stands."""

    head: str | Promise
    read: tuple[str, ...]
    told: Callable[..., Cell] = lambda value: value
    width: int = 18


def _person(name: str | None, email: str | None, role: str | None) -> str:
    return called(name or "", email or "", role) if role else ""


def _service(name: str | None, name_en: str | None) -> str:
    return named(name or "", name_en or "")


COLUMNS: Final = {
    "number": Column(pgettext_lazy("of a ticket", "Number"), ("number",), width=10),
    "subject": Column(gettext_lazy("Subject"), ("subject",), width=50),
    "state": Column(gettext_lazy("State"), ("state",), lambda value: str(State(value).label), 12),
    "kind": Column(
        gettext_lazy("Kind"), ("kind",), lambda value: str(Kind(value).label) if value else "", 16
    ),
    "priority": Column(gettext_lazy("Priority"), ("priority__name", "priority__name_en"), named, 12),
    "service": Column(gettext_lazy("Service"), ("service__name", "service__name_en"), _service),
    "requester": Column(
        gettext_lazy("Requester"), ("requester__name", "requester__email", "requester__role"), _person, 24
    ),
    "address": Column(gettext_lazy("Mail address"), ("requester__email",), width=26),
    "organisation": Column(gettext_lazy("Organisation"), ("organisation__name",), width=22),
    "team": Column(gettext_lazy("Team"), ("team__name",)),
    "owner": Column(gettext_lazy("Owner"), ("owner__name", "owner__email", "owner__role"), _person, 22),
    "tags": Column(gettext_lazy("Tags"), ("tags",), ", ".join),
    "created": Column(pgettext_lazy("of a ticket", "Created"), ("created_at",)),
    "changed": Column(gettext_lazy("Last change"), ("changed_at",)),
    "due": Column(gettext_lazy("Nearest promise"), ("next_due_at",)),
    "resolved": Column(pgettext_lazy("of a ticket", "Resolved"), ("resolved_at",)),
    "closed": Column(pgettext_lazy("of a ticket", "Closed"), ("closed_at",)),
    "last": Column(gettext_lazy("Last words"), ("last_words",), width=50),
}
_USUAL: Final = tuple(column for name, column in COLUMNS.items() if name != "last")


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file, and its rows: the heads first."""

    columns: tuple[Column, ...]
    rows: Iterator[list[Cell]]
    name: str = ""  # of the sheet; empty: tickets


def table(pks: Sequence[int], reader: Person, names: Sequence[str] = ()) -> Table:
    """Return the tickets in their order with these columns, without any with the usual ones and all fields that are defined.

    What the reader may no longer see is left out. Where there are more than a file holds, the last row says so.
    """
    columns = tuple(COLUMNS[name] for name in names) or (*_USUAL, *_own_columns())
    return Table(columns, _rows(pks, reader, columns))


def _own_columns() -> tuple[Column, ...]:
    """Return a column for each field that is defined for tickets."""
    return tuple(Column(str(one), ("fields",), partial(_own, one)) for one in fields.defined())


def _own(field: TicketField, kept: dict[str, str]) -> Cell:
    return fields.cell(field, kept.get(field.name, ""))


def of_rows(name: str, columns: Sequence[Column], rows: Iterable[list[Cell]]) -> Table:
    """Return rows of anything else under the heads of these columns."""
    return Table(tuple(columns), chain([[str(column.head) for column in columns]], rows), name)


def write_csv(out: IO[bytes], table: Table) -> None:
    """Write UTF-8 with its mark and semicolons, as Excel in Russia expects it."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for cells in table.rows:
        writer.writerow([plain_cell(cell) for cell in cells])
    text.detach()


def write_xlsx(out: IO[bytes], table: Table) -> None:
    """Write a workbook of one sheet, row by row; texts are texts, moments and days are such, numbers are numbers."""
    import xlsxwriter  # here: few pages need it

    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(table.name[:31] or _("Tickets"))
    bold = book.add_format({"bold": True})
    day, moment = (book.add_format({"num_format": one, "align": "left"}) for one in (_DAY, _MOMENT))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 0)
    for number, cells in enumerate(table.rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, moment if isinstance(cell, datetime) else day)
            elif isinstance(cell, (int, Decimal)):
                sheet.write_number(number, place, cell)
            elif cell:
                sheet.write_string(number, place, cell, None if number else bold)
    book.close()


WRITERS: Final[dict[str, tuple[str, Callable[[IO[bytes], Table], None]]]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


def _rows(pks: Sequence[int], reader: Person, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    yield [str(column.head) for column in columns]
    wanted = [name for column in columns for name in column.read]
    for start in range(0, min(len(pks), AT_MOST), CHUNK):
        chunk = pks[start : min(start + CHUNK, AT_MOST)]
        found = access.tickets_for(reader).filter(pk__in=chunk).values_list("pk", *wanted)
        by_pk = {pk: values for pk, *values in found}
        yield from (_cells(by_pk[pk], columns) for pk in chunk if pk in by_pk)
    if len(pks) > AT_MOST:
        words = _("Only the first %(count)d are here; narrow the list to get the others.")
        yield [*[None] * (len(columns) > 1), words % {"count": AT_MOST}]


def _cells(values: Sequence[Any], columns: Sequence[Column]) -> list[Cell]:
    """Return the cells of a row; moments as the reader's clock shows them."""
    rest = iter(values)
    cells = [column.told(*(next(rest) for _name in column.read)) for column in columns]
    return [timezone.make_naive(cell) if isinstance(cell, datetime) else cell for cell in cells]


def plain_cell(cell: Cell) -> str:
    """Return a cell of CSV: what could be a formula has an apostrophe before it."""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) else text
