"""What would be promised about a request, told before it is made; where nothing is, how long the same took others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from okno.catalog.models import Priority, RequestType
from okno.contracts.book import book
from okno.contracts.terms import terms_of
from okno.desk import clocks
from okno.desk.forecast import Forecast, Kind, usual
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.sla.models import Metric

MOST_KINDS = 40  # for which a page asks how long they took others


@dataclass(frozen=True, slots=True)
class Expected:
    """Until when we answer and until when it is solved, where that is promised; else how long it took others."""

    reply: datetime | None = None
    solution: datetime | None = None
    usual: Forecast | None = None


def expected(asked: RequestType | None, person: Person | None, at: datetime) -> Expected:
    """Return what to expect of a request of this type, or of one in own words, by this person or a stranger."""
    return _expected([_ticket(asked, person, at, _default())], at)[0]


def expected_of(asked: Sequence[RequestType], person: Person | None, at: datetime) -> dict[int, Expected]:
    """Return the same of many types, by their ids; what is promised alike is summed once."""
    if not asked:
        return {}
    default = _default()
    found = _expected([_ticket(one, person, at, default) for one in asked], at)
    return {one.pk: told for one, told in zip(asked, found, strict=True)}


def _expected(tickets: Sequence[Ticket], at: datetime) -> list[Expected]:
    known, summed = book(), dict[Any, Expected]()
    found, kinds = list[Expected](), dict[int, Kind]()
    for place, ticket in enumerate(tickets):
        terms = terms_of(ticket, ticket.priority, known, at)
        alike = (terms["calendar"], terms.get(Metric.FIRST_REPLY), terms.get(Metric.RESOLUTION))
        if alike not in summed:
            due = {clock.metric: clock.due_at for clock in clocks.promised(ticket, at)}
            summed[alike] = Expected(due.get(Metric.FIRST_REPLY), due.get(Metric.RESOLUTION))
        found.append(summed[alike])
        if summed[alike].solution is None:
            kinds[place] = (ticket.service_id or 0, ticket.priority_id, terms["calendar"])
    took = usual(tuple(sorted(set(kinds.values()))[:MOST_KINDS])) if kinds else {}
    return [
        Expected(told.reply, told.solution, took.get(kinds[place]) if place in kinds else None)
        for place, told in enumerate(found)
    ]


def _ticket(asked: RequestType | None, person: Person | None, at: datetime, default: Priority) -> Ticket:
    service = asked.service if asked else None
    return Ticket(
        organisation_id=person.organisation_id if person else None,
        request_type=asked,
        service=service,
        kind=asked.kind if asked else "",
        team=(asked.team or asked.service.team) if asked else None,
        priority=(asked.priority or asked.service.priority if asked else None) or default,
        door="portal",
        created_at=at,
    )


def _default() -> Priority:
    return Priority.objects.select_related("calendar").get(is_default=True)
