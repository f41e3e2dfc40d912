"""What is done to many tickets at once: a deed or a macro, for each ticket by verbs of its own, with a way back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from okno.catalog.models import Priority, Service
from okno.core import clock
from okno.core.refusals import BadInput, NotAllowed, NotFound, Refusal
from okno.desk import access, blanks
from okno.desk.actions._ground import lock
from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_kind, set_priority, set_service, set_tags
from okno.desk.actions.close import close, reopen
from okno.desk.actions.wait import resume, wait
from okno.desk.deeds import VERBS, Deed, named
from okno.desk.models import Blank, Reason, State, Ticket
from okno.desk.refusals import NotNow, TicketIsMerged
from okno.people.models import Person, Team

MACRO = "macro"
KNOWN = frozenset({*VERBS, MACRO})


def deeds_of(name: str, value: str, by: Person) -> list[Deed]:
    """Return what a run does to each of its tickets: one deed, or those of a macro that are still possible."""
    if name != MACRO:
        return [named(name, value)]
    macro = access.blanks_for(by).filter(pk=value).first()
    found = [deed for deed in blanks.deeds_of(macro) if not deed.is_gone] if macro else []
    if not found:
        raise BadInput
    return found


def words_of(name: str, value: str) -> str:
    """Return what a run does, in words."""
    if name != MACRO:
        return named(name, value).words
    return _("Macro “%(name)s”") % {"name": Blank.objects.filter(pk=value).first() or "—"}


def purpose_of_undo(name: str) -> str:
    """Return for what access is asked when a run is taken back; a macro may be there no more by then."""
    return "work" if name == MACRO else VERBS[name].to


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
        "service": ticket.service_id,
        "kind": ticket.kind,
        "tags": ticket.tags,
    }


def put_back(ticket: Ticket, before: dict[str, Any], *, by: Person) -> None:
    """Make the ticket as it was, by verbs; what was new stays in work, for somebody has looked at it."""
    why = _("A change to several tickets was taken back.")
    before = picture(ticket) | before  # a run that an older desk began knows less
    was = State(before["state"])
    if ticket.is_over and was not in (ticket.state, State.CLOSED):
        reopen(ticket, by=by, why=why)  # first: what is over is given into no other hands
    set_tags(ticket, before["tags"], by=by, why=why)
    set_kind(ticket, before["kind"], by=by, why=why)
    if before["priority"] != ticket.priority_id:
        set_priority(ticket, Priority.objects.get(pk=before["priority"]), by=by, why=why)
    if before["service"] != ticket.service_id:
        set_service(ticket, _row(Service, before["service"]), by=by, why=why)
    ticket = lock(ticket)  # a service may have brought its team
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
    until = datetime.fromisoformat(before["until"]) if before["until"] else None
    if was == State.WAITING:
        if until is None or until > clock.now():
            wait(ticket, before["waiting_for"], until=until, by=by, why=why)
    elif was in (State.NEW, State.OPEN):
        resume(ticket, by=by, why=why)


def _row(model: Any, pk: int | None) -> Any:
    return model._default_manager.get(pk=pk) if pk else None  # noqa: SLF001 - Django's documented name of it
