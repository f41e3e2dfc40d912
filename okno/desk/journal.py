"""`record()`: the end of every verb. The fact, the jobs of its reactions and the live nudge commit together or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction

from okno.core.live import nudge
from okno.desk import reacting
from okno.desk.kinds import KINDS
from okno.desk.models import Fact, Message, Ticket
from okno.people.models import Person


def record(
    kind: str,
    ticket: Ticket,
    *,
    by: Person,
    at: datetime,
    message: Message | None = None,
    why: str = "",
    is_saved: bool = False,
    **data: Any,
) -> Fact:
    """Write the fact, save the ticket as the verb left it, enqueue the reactions, nudge the open browsers.

    Must run in the transaction of the verb that locked the ticket. `data` holds plain values only: ids, names, words.
    `is_saved` tells that the verb has just written the ticket as it is, this fact's version included.
    """
    assert transaction.get_connection().in_atomic_block, "a fact is part of its verb's transaction"
    assert kind in KINDS, f"{kind} is not in okno.desk.kinds"
    if not is_saved:
        ticket.version += 1
        ticket.changed_at = max(at, ticket.changed_at)
        ticket.save()
    fact = Fact.objects.create(kind=kind, ticket=ticket, message=message, by=by, at=at, why=why, data=data)
    reacting.enqueue(fact)
    nudge(
        ticket=ticket.number,
        team=ticket.team_id,
        organisation=ticket.organisation_id,
        requester=ticket.requester_id,
        public=KINDS[kind].audience.value == "everybody",
    )
    return fact
