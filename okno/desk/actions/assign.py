from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import clean, lock, put_into_hands, step
from okno.desk.actions._terms import promise_anew
from okno.desk.journal import record
from okno.desk.models import State, Ticket
from okno.desk.refusals import NotAColleague
from okno.people.models import Person, Team
from okno.sla.models import Metric


@transaction.atomic
def take(ticket: Ticket, *, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Take the ticket in hand oneself: the reaction clock stops. Taking one's own ticket changes nothing."""
    ticket = lock(ticket)
    if ticket.owner_id == by.pk and ticket.state != State.NEW:
        return
    ticket.state = step(ticket, "take")
    if not by.is_staff_member:
        raise NotAColleague
    at = at or clock.now()
    before = str(ticket.owner or "")
    put_into_hands(ticket, team=ticket.team, owner=by, by=by, at=at)
    clocks.stop(ticket, Metric.REACTION, at=at)
    record("ticket.taken", ticket, by=by, at=at, why=why, before=before)


@transaction.atomic
def assign(
    ticket: Ticket,
    *,
    by: Person,
    owner: Person | None = None,
    team: Team | None = None,
    why: str = "",
    at: datetime | None = None,
) -> None:
    """Give the ticket to a team, a colleague, both or nobody; giving it to whoever has it changes nothing."""
    ticket = lock(ticket)
    step(ticket, "take")
    if owner is not None and not owner.is_staff_member:
        raise NotAColleague
    if (ticket.owner_id, ticket.team_id) == (owner and owner.pk, team and team.pk):
        return
    at = at or clock.now()
    before = hands(ticket.team, ticket.owner)
    agreed = put_into_hands(ticket, team=team, owner=owner, by=by, at=at)
    taken = owner == by
    if taken:
        ticket.state = step(ticket, "take")
        clocks.stop(ticket, Metric.REACTION, at=at)
    after = hands(team, owner)
    record(
        "ticket.assigned", ticket, by=by, at=at, why=why, before=before, after=after, taken=taken, **agreed
    )
    promise_anew(ticket, by=by, at=at)


@transaction.atomic
def hand_over(
    ticket: Ticket,
    *,
    by: Person,
    tried: str,
    team: Team | None = None,
    owner: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Pass the ticket on to another line, team or person, telling what was tried, so that nobody begins anew."""
    ticket = lock(ticket)
    step(ticket, "take")
    tried = clean(tried)
    if owner is None and team is None:
        raise NotAColleague
    if owner is not None and not owner.is_staff_member:
        raise NotAColleague
    if (ticket.owner_id, ticket.team_id) == (owner and owner.pk, team and team.pk):
        return
    at = at or clock.now()
    before = hands(ticket.team, ticket.owner)
    if ticket.speaker_id is None and team and ticket.team and team.line != ticket.team.line:
        # A voice that the customer knows.
        ticket.speaker = ticket.owner or (by if by.is_staff_member else None)
    agreed = put_into_hands(ticket, team=team or ticket.team, owner=owner, by=by, at=at)
    record(
        "ticket.handed_over",
        ticket,
        by=by,
        at=at,
        tried=tried,
        before=before,
        after=hands(ticket.team, owner),
        **agreed,
    )
    promise_anew(ticket, by=by, at=at)


def hands(team: Team | None, owner: Person | None) -> str:
    """Return team and owner in words."""
    return " · ".join(str(part) for part in (team, owner) if part) or "—"
