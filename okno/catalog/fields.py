"""The fields that are defined for tickets: which there are, what fits them, and how a value reads."""

from typing import Final

from okno.catalog import answers
from okno.catalog.models import TicketField, TicketFieldKind
from okno.core.refusals import BadInput
from okno.core.remembered import remembered

SECONDS: Final = 10.0  # so long another process may not know a new field


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
    if field.kind != TicketFieldKind.DATE:
        return value
    try:
        return answers.told(field.question, value)
    except ValueError:
        return value
