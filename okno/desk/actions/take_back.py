"""What was done is taken back: the ticket is as it was, and its clocks are as if it had not been done."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from okno.catalog.models import Priority, Service
from okno.core import clock
from okno.desk import clocks
from okno.desk.actions._ground import lock, put_into_hands
from okno.desk.actions._terms import promise_anew
from okno.desk.actions.assess import assess
from okno.desk.actions.assign import hands
from okno.desk.actions.classify import set_kind, set_priority, set_service, set_tags
from okno.desk.actions.recount import make_again
from okno.desk.journal import record, told_of
from okno.desk.models import Closure, Message, State, Ticket
from okno.desk.pictures import COURSE, HANDS, Picture, moment, picture
from okno.desk.replay import replay, tells
from okno.people.models import Person, Team

OVER = (State.RESOLVED, State.CLOSED)


@transaction.atomic
def take_back(
    ticket: Ticket,
    was: Picture,
    facts: Collection[int],
    *,
    by: Person,
    why: str = "",
    kind: str = "ticket.restored",
    message: Message | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Give back to the ticket what the picture names, and take these facts back; one fact says so (nobody asks anew).

    What the facts promised and moved is told to no clock any more; properties go back by their own verbs.
    """
    ticket = lock(ticket)
    last = told_of(ticket)[-1].pk
    was = {name: value for name, value in was.items() if picture(ticket)[name] != value}
    _properties(ticket, was, by=by, why=why)
    ticket, at = lock(ticket), clock.now()
    if not was.keys().isdisjoint(HANDS):
        _hands(ticket, picture(ticket) | was, by=by, at=at, why=why)
    _course(ticket, was, by=by, at=at)
    told = told_of(ticket)
    moved = [fact.pk for fact in told if (fact.pk in facts or fact.pk > last) and tells(fact)]
    if kind == "ticket.restored" and not moved and was.keys().isdisjoint(COURSE):
        return
    seen = replay(ticket, told, taken_back=moved)
    if seen.is_whole:
        make_again(ticket, seen)
    else:
        _go_on(ticket, by=by, at=at)
    told_also = {"takes_back": moved, "after": ticket.state, **(data or {})}
    record(kind, ticket, by=by, at=at, why=why, message=message, **told_also)
    promise_anew(ticket, by=by, at=at, why=why)


def _properties(ticket: Ticket, was: Picture, *, by: Person, why: str) -> None:
    """By verbs, so that each line of the timeline says from what to what."""
    if "tags" in was:
        set_tags(ticket, was["tags"], by=by, why=why)
    if "kind" in was:
        set_kind(ticket, was["kind"], by=by, why=why)
    if "service" in was:
        set_service(ticket, _row(Service, was["service"]), by=by, why=why)
    if "impact" in was or "urgency" in was:
        assess(ticket, impact=was.get("impact"), urgency=was.get("urgency"), by=by, why=why)
    if "priority" in was or "service" in was or "impact" in was or "urgency" in was:
        pk = was.get("priority", ticket.priority_id)
        # The others may have brought theirs.
        set_priority(ticket, Priority.objects.get(pk=pk), by=by, why=why)


def _hands(ticket: Ticket, was: Picture, *, by: Person, at: datetime, why: str) -> None:
    """Whoever gives a ticket back to himself has not taken it in hand by that."""
    team, owner = _row(Team, was["team"]), _row(Person, was["owner"])
    before, after = hands(ticket.team, ticket.owner), hands(team, owner)
    agreed = put_into_hands(ticket, team=team, owner=owner, by=by, at=at)
    record(
        "ticket.assigned", ticket, by=by, at=at, why=why, before=before, after=after, taken=False, **agreed
    )


def _course(ticket: Ticket, was: Picture, *, by: Person, at: datetime) -> None:
    """State, what it waits for, and the offer of a solution as they were."""
    before = State(was.get("state", ticket.state))
    if ticket.state in OVER or before in OVER:
        _closure(ticket, before, by=by, at=at)
    ticket.state = before
    ticket.waiting_for = was.get("waiting_for", ticket.waiting_for)
    if "until" in was:
        ticket.waiting_until = moment(was["until"])
    if "resolved" in was:
        ticket.resolved_at = moment(was["resolved"])
    if "closed" in was:
        ticket.closed_at = moment(was["closed"])


def _closure(ticket: Ticket, before: State, *, by: Person, at: datetime) -> None:
    """An offer that was never made is none; one that the customer has rated was made, and is taken up again."""
    standing = Closure.objects.filter(ticket=ticket, reopened_at=None)
    if before not in OVER:
        standing.filter(rating=None).delete()
        standing.update(reopened_by=by, reopened_at=at)
    elif ticket.state not in OVER:
        last = Closure.objects.filter(ticket=ticket).latest("id")
        last.reopened_by = last.reopened_at = None
        last.save(update_fields=["reopened_by", "reopened_at"])
    elif before == State.RESOLVED:
        standing.update(closed_by=None, closed_at=None, confirmed_by=None, confirmed_at=None)


def _go_on(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Where old facts do not tell enough to make the clocks again, those that stand still run on."""
    if ticket.is_live and ticket.state != State.WAITING:
        clocks.start_again(ticket, by=by, at=at)
        clocks.resume(ticket, at)


def _row(model: Any, pk: int | None) -> Any:
    return model._default_manager.get(pk=pk) if pk else None  # noqa: SLF001 - Django's documented name of it
