"""The fields that are defined for tickets: which there are, what fits them, and how a value reads."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format, number_format

from okno.catalog import answers
from okno.catalog.models import TicketField, TicketFieldKind
from okno.catalog.questions import choice_of
from okno.core.refusals import BadInput
from okno.core.remembered import remembered

SECONDS: Final = 10.0  # so long another process may not know a new field
EXACT: Final = 15  # digits that a spreadsheet keeps


@remembered(SECONDS)
def defined() -> tuple[TicketField, ...]:
    """Return the fields in use in their order, as they were a few seconds ago at most."""
    return tuple(TicketField.objects.filter(is_active=True))


def called(name: str) -> TicketField | None:
    """Return the field in use that is called so, in large or small letters."""
    return next((one for one in defined() if one.name.casefold() == name.casefold()), None)


def fitting(field: TicketField, value: str) -> str:
    """Return the value as it is kept, a date as 2026-12-31; raises BadInput where it does not fit."""
    found = answers.check([field.question], {"value": [value]})
    if found.errors:
        raise BadInput(found.errors["value"], field="value")
    return str(found.answers.get("value", ""))


def words(field: TicketField, value: str) -> str:
    """Return a kept value in the reader's words; one from before the field was defined stays as it was written."""
    match _read(field, value):
        case Decimal() as number:
            return number_format(number)
        case date() as day:
            return date_format(day, "DATE_FORMAT")
    return choice_of(field.question, value)


def cell(field: TicketField, value: str) -> str | Decimal | date:
    """Return a kept value as a spreadsheet sorts it: a number, a day, else the words; one that is no such thing is text."""
    read = _read(field, value)
    if isinstance(read, Decimal) and len(read.as_tuple().digits) > EXACT:
        return value
    return words(field, value) if read is None else read


def _read(field: TicketField, value: str) -> Decimal | date | None:
    """Return the number or the day that a value is; None for a text, and for what does not fit the field."""
    if field.kind not in (TicketFieldKind.NUMBER, TicketFieldKind.DATE):
        return None
    fits = answers.check([field.question], {"value": [value]}).answers.get("value")
    if not fits:
        return None
    return Decimal(str(fits)) if field.kind == TicketFieldKind.NUMBER else date.fromisoformat(str(fits))
