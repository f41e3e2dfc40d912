"""Blanks: replies to be completed by hand, and what they do besides.

A variable is a name out of one table; nothing is ever evaluated (SEC-43).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from okno.core.variables import PLACE, name_of
from okno.desk.deeds import Deed
from okno.desk.models import Blank, Ticket, WaitingFor
from okno.desk.models.blank import Transition
from okno.people.models import Person


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that may stand in braces, in Russian and in English, and what it becomes."""

    russian: str
    english: str
    meaning: str | Promise
    value: Callable[[Ticket, Person], str]


def _first_name(person: Person) -> str:
    return person.name.split()[0] if person.name else ""


def _to_reader(ticket: Ticket, row: Model | None) -> str:
    """Return what a row is called in the language of the requester, who will read it."""
    with override(ticket.requester.language):
        return str(row or "")


def _deadline(ticket: Ticket) -> str:
    moment = ticket.next_due_at
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}" if moment else ""


VARIABLES = (
    Variable("имя клиента", "customer name", _("how the requester is called"), lambda one, _by: one.requester.name),
    Variable("имя", "first name", _("the first word of the requester's name"), lambda one, _by: _first_name(one.requester)),
    Variable("организация", "organisation", _("the requester's organisation"), lambda one, _by: str(one.organisation or "")),
    Variable("номер", "number", _("the number of the ticket"), lambda one, _by: str(one.number)),
    Variable("тема", "subject", _("the subject of the ticket"), lambda one, _by: one.subject),
    Variable("услуга", "service", _("the service"), lambda one, _by: _to_reader(one, one.service)),
    Variable("критичность", "priority", _("the priority"), lambda one, _by: _to_reader(one, one.priority)),
    Variable("срок", "deadline", _("the nearest promised moment"), lambda one, _by: _deadline(one)),
    Variable("специалист", "agent", _("who answers"), lambda _one, by: by.name),
)  # fmt: skip
BY_NAME = {name: variable for variable in VARIABLES for name in (variable.russian, variable.english)}


def render(blank: Blank, ticket: Ticket, *, by: Person) -> str:
    """Return the text of the blank for this ticket and author; what has no value now, or no meaning, stays visible."""

    def filled(place: re.Match[str]) -> str:
        variable = BY_NAME.get(name_of(place))
        return (variable.value(ticket, by) if variable else "") or place.group()

    return PLACE.sub(filled, blank.text)


def deeds_of(blank: Blank) -> list[Deed]:
    """Return what the blank does, in the order in which it is done; each fact of it tells the name of the macro."""
    why = gettext("macro “%(name)s”") % {"name": blank.name}
    rows = {
        "priority": blank.priority,
        "service": blank.service,
        "kind": blank.kind,
        "hand": blank.to_team,
        "owner": blank.to_person,
    }
    found = [Deed(name, thing, why) for name, thing in rows.items() if thing]
    found += [Deed("tag", tag, why) for tag in blank.tags]
    if blank.to_me:
        found.append(Deed("take", None, why))
    if blank.then:
        found.append(
            Deed(blank.then, WaitingFor.CUSTOMER.value if blank.then == Transition.WAIT else None, why)
        )
    return found


def sentence(blank: Blank) -> str:
    """Return what the blank does, in one line."""
    return " · ".join(deed.words for deed in deeds_of(blank))
