"""What can be done to many tickets at once: each deed is a verb of its own for each ticket, and has its way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from okno.catalog.models import Priority
from okno.core import clock
from okno.core.refusals import BadInput, NotAllowed, NotFound, Refusal
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import set_priority, set_tags
from okno.desk.actions.close import close, reopen
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import resume, wait
from okno.desk.models import Reason, State, Ticket
from okno.desk.refusals import NotNow, TicketIsMerged
from okno.people.models import Person, Team

Act = Callable[[Ticket, str, Person], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: the purpose that access is asked for, and the verb."""

    to: str
    act: Act


def _owner(ticket: Ticket, value: str, by: Person) -> None:
    assign(ticket, owner=_row(Person, value), team=ticket.team, by=by)


def _team(ticket: Ticket, value: str, by: Person) -> None:
    assign(ticket, team=_row(Team, value), owner=ticket.owner, by=by)


def _tag(ticket: Ticket, value: str, by: Person) -> None:
    set_tags(ticket, [*ticket.tags, value], by=by)


def _row(model: Any, pk: str) -> Any:
    return model._default_manager.get(pk=pk) if pk else None  # noqa: SLF001 - Django's documented name of it


DEEDS = {
    "take": Deed("work", lambda ticket, _value, by: take(ticket, by=by)),
    "owner": Deed("work", _owner),
    "team": Deed("work", _team),
    "priority": Deed("work", lambda ticket, value, by: set_priority(ticket, _row(Priority, value), by=by)),
    "wait": Deed("work", lambda ticket, value, by: wait(ticket, value, by=by)),
    "resolve": Deed("work", lambda ticket, _value, by: resolve(ticket, by=by)),
    "close": Deed("close", lambda ticket, _value, by: close(ticket, by=by)),
    "reopen": Deed("reopen", lambda ticket, _value, by: reopen(ticket, by=by)),
    "tag": Deed("work", _tag),
}


def why_not(refusal: Refusal, ticket: Ticket) -> Reason:
    """Return the reason of a refusal, as the report of a run tells it."""
    if isinstance(refusal, TicketIsMerged):
        return Reason.MERGED
    if isinstance(refusal, NotNow):
        return Reason.OVER if ticket.is_over else Reason.NOT_NOW
    if isinstance(refusal, NotFound):
        return Reason.HIDDEN
    if isinstance(refusal, NotAllowed):
        return Reason.FORBIDDEN
    return Reason.INPUT if isinstance(refusal, BadInput) else Reason.FAULT


def picture(ticket: Ticket) -> dict[str, Any]:
    """Return all that a deed may change, as plain values."""
    return {
        "state": ticket.state,
        "waiting_for": ticket.waiting_for,
        "until": ticket.waiting_until.isoformat() if ticket.waiting_until else None,
        "owner": ticket.owner_id,
        "team": ticket.team_id,
        "priority": ticket.priority_id,
        "tags": ticket.tags,
    }


def put_back(ticket: Ticket, before: dict[str, Any], *, by: Person) -> None:
    """Make the ticket as it was, by verbs; what was new stays in work, for somebody has looked at it."""
    why = _("A change to several tickets was taken back.")
    set_tags(ticket, before["tags"], by=by)
    if before["priority"] != ticket.priority_id:
        set_priority(ticket, Priority.objects.get(pk=before["priority"]), by=by, why=why)
    if (before["owner"], before["team"]) != (ticket.owner_id, ticket.team_id):
        owner, team = _row(Person, before["owner"]), _row(Team, before["team"])
        assign(ticket, owner=owner, team=team, by=by, why=why)
    _state_back(ticket, before, by=by, why=why)


def asks_again(ticket: Ticket, before: dict[str, Any]) -> bool:
    """Tell whether the way back would ask the customer a second time whether it is solved."""
    return bool(before["state"] == State.RESOLVED and ticket.state != State.RESOLVED)


def _state_back(ticket: Ticket, before: dict[str, Any], *, by: Person, why: str) -> None:
    was = State(before["state"])
    if was == State.CLOSED:
        close(ticket, by=by, why=why)
        return
    if ticket.is_over and was != ticket.state:
        reopen(ticket, by=by, why=why)
    until = datetime.fromisoformat(before["until"]) if before["until"] else None
    if was == State.WAITING:
        if until is None or until > clock.now():
            wait(ticket, before["waiting_for"], until=until, by=by, why=why)
    elif was in (State.NEW, State.OPEN):
        resume(ticket, by=by, why=why)
