"""Whom a fact concerns, and as what: each person once, for the weightiest reason. Rights are asked of `access` afterwards."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from okno.desk.hands import Why
from okno.desk.models import (
    ApprovalQuestion,
    ApprovalState,
    Assignment,
    Fact,
    MessageKind,
    State,
    Ticket,
    Watch,
    Whom,
)
from okno.desk.models.rating import LOW
from okno.desk.occasions import loop_plan
from okno.notify.kinds import KINDS
from okno.people.models import Line, Membership, Person, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

SAME_LEAVE = timedelta(hours=12)  # what goes on within this time goes on because of one and the same leaving
_LEAVING = frozenset({Why.AWAY.value, Why.SHIFT_OVER.value, Why.GONE.value})
_OVER = frozenset({State.RESOLVED.value, State.CLOSED.value})
Reasons = dict[str, Iterable[int | None]]


def concerned(fact: Fact) -> dict[int, str]:
    """Return person → kind of news; never the one who did it."""
    ticket, reasons = fact.ticket, _of_kind.get(fact.kind)
    if ticket is None or reasons is None:
        return {}
    told = reasons(fact, ticket)
    found: dict[int, str] = {}
    for kind in KINDS:
        for person in told.get(kind, ()):
            if person is not None and person != fact.by_id:
                found.setdefault(person, kind)
    return found


def likeness(fact: Fact) -> tuple[Any, ...]:
    """Return what decides whom a fact concerns: facts that are alike concern the same people."""
    if fact.kind not in OF_MANY or fact.ticket is None:
        return (fact.pk,)
    meant = (tuple(fact.data.get("whom", ())), tuple(fact.data.get("people", ())))
    return fact.kind, fact.by_id, fact.ticket.team_id, fact.ticket.owner_id, meant


def _noted(fact: Fact, ticket: Ticket) -> Reasons:
    return {"mentioned": fact.data.get("mentioned", ()), "colleague_wrote": _followers(ticket)}


def _mentioned(fact: Fact, _ticket: Ticket) -> Reasons:
    return {"mentioned": fact.data.get("mentioned", ())}


def _invited(fact: Fact, _ticket: Ticket) -> Reasons:
    return {"invited": [fact.data.get("person")]}


def _replied(fact: Fact, ticket: Ticket) -> Reasons:
    return {} if fact.by.is_robot else {"colleague_wrote": _followers(ticket)}


def _heard(fact: Fact, ticket: Ticket) -> Reasons:
    """Automatic answers wake nobody; what comes after the solution brings the ticket back."""
    if fact.message is None or fact.message.is_automatic:
        return {}
    is_back = fact.data.get("state_before") in _OVER
    return {"reopened" if is_back else "customer_wrote": _followers(ticket)}


def _moved(fact: Fact, ticket: Ticket) -> Reasons:
    """What a colleague has moved here is told as if it had come here; an answer or a note of ours is no news."""
    is_heard = fact.message is not None and fact.message.kind == MessageKind.HEARD
    return _heard(fact, ticket) if is_heard else {}


def _reopened(_fact: Fact, ticket: Ticket) -> Reasons:
    return {"reopened": _followers(ticket)}


def _opened(_fact: Fact, ticket: Ticket) -> Reasons:
    return {"team_new": _at_the_queue(ticket)}


def _given(fact: Fact, ticket: Ticket) -> Reasons:
    """The row of history tells into whose hands this very fact gave the ticket; it may have gone on since."""
    given = Assignment.objects.filter(ticket=ticket, started_at=fact.at).order_by("-id").first()
    if given is None:
        return {}
    if given.owner_id is not None:
        return {"assigned": [given.owner_id] if ticket.owner_id == given.owner_id else []}
    return {"team_new": _at_the_queue(ticket) if ticket.team_id == given.team_id else []}


def _passed_on(fact: Fact, ticket: Ticket) -> Reasons:
    """Who leads the team hears once that somebody has left, by the first of his tickets that goes on."""
    leads: list[int] = []
    if fact.data.get("because") in _LEAVING and not _left_before(fact, ticket):
        gone = fact.data.get("from_owner")
        leads = [one for one in _leads(ticket) if one != gone] or _administrators()
    return {**_given(fact, ticket), "passed_on": leads}


def _left_before(fact: Fact, ticket: Ticket) -> bool:
    """True where another ticket of the same colleague and team went on for the same reason not long before."""
    same = {"data__from_owner": fact.data.get("from_owner"), "data__because": fact.data.get("because")}
    earlier = Fact.objects.filter(kind=fact.kind, pk__lt=fact.pk, at__gt=fact.at - SAME_LEAVE, **same)
    return earlier.filter(ticket__team=ticket.team_id).exists()


def _undelivered(fact: Fact, ticket: Ticket) -> Reasons:
    message = fact.message
    wrote = message.author_id if message is not None and message.kind == MessageKind.REPLY else None
    return {"undelivered": [ticket.owner_id, wrote]}


def _rated(fact: Fact, ticket: Ticket) -> Reasons:
    low = [ticket.owner_id, *_leads(ticket)] if int(fact.data.get("stars", 5)) <= LOW else []
    return {"rated_badly": low, **(_suggested(fact, ticket) if fact.why else {})}


def _suggested(_fact: Fact, _ticket: Ticket) -> Reasons:
    team = loop_plan().product_team_id
    sorters = Membership.objects.filter(team=team) if team else Membership.objects.none()
    return {"suggested": sorters.values_list("person_id", flat=True)}


def _asked(fact: Fact, _ticket: Ticket) -> Reasons:
    asked = ApprovalQuestion.objects.filter(pk__in=fact.data.get("questions", ()), state=ApprovalState.ASKED)
    return {"approval_asked": asked.values_list("person_id", flat=True)}


def _decided(_fact: Fact, ticket: Ticket) -> Reasons:
    """Whoever asked for it by hand is told beside the owner."""
    asked = ticket.approvals.filter(is_of_form=False).order_by("-id").values_list("by_id", flat=True)[:1]
    return {"approval_decided": [*_followers(ticket), *asked]}


def _escalated(fact: Fact, _ticket: Ticket) -> Reasons:
    return {"escalated": fact.data.get("people", ())}


def _warned(kind: str) -> Callable[[Fact, Ticket], Reasons]:
    """Return who is told of a clock: the fact says for whom the settings meant it, the ticket who that is now."""

    def told(fact: Fact, ticket: Ticket) -> Reasons:
        meant = [_MEANT[whom] for whom in fact.data.get("whom", ()) if whom in _MEANT]
        people = [person for those in meant for person in those(ticket)]
        return {kind: people}

    return told


def _followers(ticket: Ticket) -> list[int | None]:
    """Return the owner and those who watch."""
    return [ticket.owner_id, *Watch.objects.filter(ticket=ticket).values_list("person_id", flat=True)]


def _owner(ticket: Ticket) -> list[int]:
    """Return the owner; where nobody has the ticket, those who work through its queue."""
    return [ticket.owner_id] if ticket.owner_id is not None else _at_the_queue(ticket)


def _team(ticket: Ticket) -> list[int]:
    """Return the whole team, whoever owns the ticket."""
    works = Membership.objects.filter(team=ticket.team_id) if ticket.team_id else _first_line()
    return list(works.values_list("person_id", flat=True))


def _leads(ticket: Ticket) -> list[int]:
    """Return who leads the team."""
    leads = Membership.objects.filter(team=ticket.team_id, is_lead=True)
    return list(leads.values_list("person_id", flat=True))


def _leads_or_above(ticket: Ticket) -> list[int]:
    """Return who leads the team, else the administrators: a warning for the lead never goes to nobody."""
    return _leads(ticket) or _administrators()


def _administrators() -> list[int]:
    found = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return list(found.values_list("pk", flat=True))


def _at_the_queue(ticket: Ticket) -> list[int]:
    """Return who works through the queue in which an unowned ticket lies; what has no team is sorted by the first line."""
    if ticket.owner_id is not None:
        return []
    works = Membership.objects.filter(team__is_active=True)
    works = works.filter(team=ticket.team_id) if ticket.team_id else _first_line()
    return list(works.values_list("person_id", flat=True).distinct())


def _first_line() -> "QuerySet[Membership]":
    return Membership.objects.filter(team__is_active=True, team__line=Line.FIRST)


# Whoever is above hears of the escalation instead.
_MEANT = {Whom.OWNER.value: _owner, Whom.TEAM.value: _team, Whom.LEAD.value: _leads_or_above}

_of_kind: dict[str, Callable[[Fact, Ticket], Reasons]] = {
    "message.noted": _noted,
    "person.mentioned": _mentioned,
    "ticket.watcher_added": _invited,
    "message.replied": _replied,
    "message.heard": _heard,
    "message.moved": _moved,
    "ticket.reopened": _reopened,
    "ticket.opened": _opened,
    "ticket.assigned": _given,
    "ticket.handed_over": _given,
    "ticket.sent_back": _given,
    "ticket.passed_on": _passed_on,
    "ticket.put_back": _given,
    "delivery.failed": _undelivered,
    "delivery.uncertain": _undelivered,
    "ticket.rated": _rated,
    "ticket.suggestion": _suggested,
    "ticket.escalated": _escalated,
    "approval.asked": _asked,
    "approval.delegated": _asked,
    "approval.substituted": _asked,
    "approval.reminded": _asked,
    "approval.given": _decided,
    "approval.refused": _decided,
    "clock.warned": _warned("deadline_near"),
    "clock.missed": _warned("deadline_missed"),
}
OF_MANY = ("ticket.escalated", "clock.warned", "clock.missed")  # a sweep writes many of them at once
FACTS = tuple(kind for kind in _of_kind if kind not in OF_MANY)
