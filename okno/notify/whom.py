"""Whom a fact concerns, and as what: each person once, for the weightiest reason. Rights are asked of `access` afterwards."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from okno.desk.models import Assignment, Fact, MessageKind, State, Ticket, Watch, Whom
from okno.notify.kinds import KINDS
from okno.people.models import Line, Membership, Person, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

LOW = 2  # stars, and below
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


def _replied(fact: Fact, ticket: Ticket) -> Reasons:
    return {} if fact.by.is_robot else {"colleague_wrote": _followers(ticket)}


def _heard(fact: Fact, ticket: Ticket) -> Reasons:
    """Automatic answers wake nobody; what comes after the solution brings the ticket back."""
    if fact.message is None or fact.message.is_automatic:
        return {}
    is_back = fact.data.get("state_before") in _OVER
    return {"reopened" if is_back else "customer_wrote": _followers(ticket)}


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


def _undelivered(fact: Fact, ticket: Ticket) -> Reasons:
    message = fact.message
    wrote = message.author_id if message is not None and message.kind == MessageKind.REPLY else None
    return {"undelivered": [ticket.owner_id, wrote]}


def _rated(fact: Fact, ticket: Ticket) -> Reasons:
    if int(fact.data.get("stars", 5)) > LOW:
        return {}
    return {"rated_badly": [ticket.owner_id, *_leads(ticket)]}


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
    return _leads(ticket) or list(
        Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).values_list("pk", flat=True)
    )


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
    "message.replied": _replied,
    "message.heard": _heard,
    "ticket.reopened": _reopened,
    "ticket.opened": _opened,
    "ticket.assigned": _given,
    "ticket.handed_over": _given,
    "ticket.sent_back": _given,
    "ticket.passed_on": _given,
    "ticket.put_back": _given,
    "delivery.failed": _undelivered,
    "delivery.uncertain": _undelivered,
    "ticket.rated": _rated,
    "ticket.escalated": _escalated,
    "clock.warned": _warned("deadline_near"),
    "clock.missed": _warned("deadline_missed"),
}
OF_MANY = ("ticket.escalated", "clock.warned", "clock.missed")  # a sweep writes many of them at once
FACTS = tuple(kind for kind in _of_kind if kind not in OF_MANY)
