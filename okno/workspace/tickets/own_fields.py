"""The fields of a ticket beside the usual ones: those that are defined for its service, then what it has of its own."""

from typing import NamedTuple

from okno.catalog import fields
from okno.desk.models import Ticket


class Shown(NamedTuple):
    """A field as the ticket shows it; without a value it waits to be filled in."""

    name: str
    label: str
    words: str


def own_fields(ticket: Ticket) -> list[Shown]:
    """Return the fields in the order of the settings, then the others by name."""
    known = {one.name: one for one in fields.defined()}
    here = [one for one in known.values() if _is_asked(one.service_id, ticket) or one.name in ticket.fields]
    told = [Shown(one.name, str(one), fields.words(one, ticket.fields.get(one.name, ""))) for one in here]
    rest = sorted(name for name in ticket.fields if name not in known)
    return told + [Shown(name, name, ticket.fields[name]) for name in rest]


def _is_asked(service: int | None, ticket: Ticket) -> bool:
    """True where the field waits to be filled in: one of this service, or of all, while the ticket stands for itself."""
    return ticket.merged_into_id is None and service in (None, ticket.service_id)
