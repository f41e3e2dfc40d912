"""What would be promised about a request, told before it is made."""

from dataclasses import dataclass
from datetime import datetime

from okno.catalog.models import Priority, RequestType
from okno.desk import clocks
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.sla.models import Metric


@dataclass(frozen=True, slots=True)
class Expected:
    """Until when we answer and until when it is solved, where that is promised."""

    reply: datetime | None = None
    solution: datetime | None = None


def expected(asked: RequestType, person: Person, at: datetime) -> Expected:
    """Return what a request of this type by this person would be promised now, by the policy that would win."""
    service = asked.service
    ticket = Ticket(
        requester=person,
        organisation_id=person.organisation_id,
        request_type=asked,
        service=service,
        kind=asked.kind,
        team=asked.team or service.team,
        priority=asked.priority
        or service.priority
        or Priority.objects.select_related("calendar").get(is_default=True),
        door="portal",
        created_at=at,
    )
    due = {clock.metric: clock.due_at for clock in clocks.promised(ticket, at)}
    return Expected(due.get(Metric.FIRST_REPLY), due.get(Metric.RESOLUTION))
