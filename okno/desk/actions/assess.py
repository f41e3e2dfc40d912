from django.db import transaction
from django.utils.translation import gettext_noop

from okno.catalog.models import Impact, Urgency, priority_by
from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.said import both, own_words
from okno.desk.actions._ground import lock, not_merged
from okno.desk.actions.classify import set_priority
from okno.desk.journal import record
from okno.desk.models import Ticket
from okno.people.models import Person


@transaction.atomic
def assess(
    ticket: Ticket, *, impact: str | None = None, urgency: str | None = None, by: Person, why: str = ""
) -> None:
    """Say how many are concerned and how soon it hurts; the priority follows the matrix, unless the service fixes it.

    What is None stays as it is; empty is not known.
    """
    if (impact and impact not in Impact.values) or (urgency and urgency not in Urgency.values):
        raise BadInput
    ticket = lock(ticket)
    not_merged(ticket)
    impact, urgency = (
        ticket.impact if impact is None else impact,
        ticket.urgency if urgency is None else urgency,
    )
    if (ticket.impact, ticket.urgency) == (impact, urgency):
        return
    ticket.impact, ticket.urgency = impact, urgency
    record("ticket.assessed", ticket, by=by, at=clock.now(), why=why, impact=impact, urgency=urgency)
    is_fixed = ticket.service is not None and ticket.service.priority_id is not None
    priority = None if is_fixed else priority_by(impact, urgency)
    if priority is not None:
        reason = own_words(gettext_noop("by impact and urgency"))
        set_priority(ticket, priority, by=by, why=both(reason, why))
