"""Who is asked for an approval, until when, and for whom the ticket waits meanwhile. Reads tables, writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from okno.catalog.approvals import Rule, Step, Whom
from okno.catalog.usual import usual_calendar
from okno.desk import clockface
from okno.desk.matters import name_of
from okno.desk.models import ApprovalQuestion, ApprovalState, ApprovalStep, Because, Ticket, WaitingFor
from okno.people.models import Person, Role
from okno.sla.clocks import calendar_of
from okno.sla.worktime import ALWAYS, BadCalendar, NeverWorks
from okno.staffing import who

SUBSTITUTES = 5  # in a row: whoever stands in may be away, too


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person to be asked, and in whose place."""

    person: Person
    instead_of: Person | None = None
    because: str = Because.OWN


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a step asks; `is_own` where the one who asks is one of those who decide."""

    wanted: tuple[Wanted, ...]
    is_own: bool = False


def found(recipe: Step, ticket: Ticket, now: datetime) -> Found:
    """Return whom the step asks: never the requester, who stands in for whoever is away, the lead where there is nobody.

    The manager of an organisation who asks himself has said yes by asking.
    """
    requester = ticket.requester_id
    managers = _managers(ticket) if Whom.MANAGER in recipe["whom"] else []
    people = [*managers, *_beside(recipe, ticket), *_named(recipe["people"])]
    own = any(one.pk == requester for one in managers)
    others = {one.pk: one for one in people if one.pk != requester}
    if own and (recipe["rule"] == Rule.ANY or not others):
        return Found((), is_own=True)
    wanted: dict[int, Wanted] = {}
    for one in others.values():
        asked = _there(one, recipe, requester, now)
        wanted.setdefault(asked.person.pk, asked)
    if not wanted:
        leads = [one for one in leads_of(ticket) if one.pk != requester]
        wanted = {one.pk: Wanted(one, because=Because.NOBODY) for one in leads}
    return Found(tuple(wanted.values()))


def substitutes(step: ApprovalStep, ticket: Ticket) -> list[Wanted]:
    """Return who is asked because there was no answer in time: who was named for it, else the leads."""
    asked = set(step.questions.values_list("person_id", flat=True)) | {ticket.requester_id}
    named = _named([step.recipe["substitute"]]) if step.recipe["substitute"] else []
    people = named if any(one.pk not in asked for one in named) else leads_of(ticket)
    late = step.questions.filter(state=ApprovalState.ASKED).select_related("person").first()
    instead_of = late.person if late else None
    return [Wanted(one, instead_of, Because.LATE) for one in people if one.pk not in asked]


def leads_of(ticket: Ticket) -> list[Person]:
    """Return who leads the team that has the ticket, else the administrators."""
    leads = Person.objects.staff().filter(memberships__team=ticket.team_id or 0, memberships__is_lead=True)
    return list(leads.order_by("name", "pk")) or list(
        Person.objects.staff().filter(role=Role.ADMINISTRATOR).order_by("name", "pk")
    )


def due(recipe: Step, ticket: Ticket, start: datetime) -> datetime | None:
    """Return when the working hours of a step are over, by the calendar by which the ticket is promised."""
    if not recipe["hours"]:
        return None
    seconds = recipe["hours"] * 3600
    pk = (ticket.promised or {}).get("calendar")
    try:
        calendar = calendar_of(clockface.calendar_of(ticket, pk)) if pk else usual_calendar()
        return calendar.add(start, seconds)
    except (BadCalendar, NeverWorks):
        return ALWAYS.add(start, seconds)


def waits_for(questions: Iterable[ApprovalQuestion]) -> WaitingFor:
    """Return for whom the ticket waits: for the customer's side where nobody of ours could answer instead (0030)."""
    open_ones = [one for one in questions if one.state == ApprovalState.ASKED]
    ours = any(one.person.is_staff_member for one in open_ones)
    return WaitingFor.OUR_APPROVAL if ours else WaitingFor.APPROVAL


def called(people: Iterable[Person]) -> str:
    """Return people by their names alone: customers read it, and a mail address is nobody's business."""
    return ", ".join(map(name_of, people))


def _managers(ticket: Ticket) -> list[Person]:
    if ticket.organisation_id is None:
        return []
    people = Person.objects.get_queryset().filter(organisation=ticket.organisation_id, is_active=True)
    return list(people.filter(role=Role.MANAGER).order_by("pk"))


def _beside(recipe: Step, ticket: Ticket) -> list[Person]:
    """Return who looks after the organisation, and the owner of the service, where the step names them."""
    keeper = ticket.organisation.keeper if ticket.organisation else None
    owner = ticket.service.owner if ticket.service else None
    chosen = {Whom.KEEPER.value: keeper, Whom.OWNER.value: owner}
    return [one for role in recipe["whom"] if (one := chosen.get(role)) and one.is_active]


def _named(pks: Iterable[int]) -> list[Person]:
    order = {pk: place for place, pk in enumerate(pks)}
    people = Person.objects.get_queryset().filter(pk__in=order).select_related("merged_into")
    standing = [one.standing for one in sorted(people, key=lambda one: order[one.pk])]
    return [one for one in standing if one.is_active and not one.is_robot]


def _there(person: Person, recipe: Step, requester: int, now: datetime) -> Wanted:
    """Return the person, or who stands in during an absence; where nobody does, the person is asked all the same."""
    seen, one = {person.pk, requester}, person
    for _turn in range(SUBSTITUTES):
        away = who.duties([one.pk], now)[one.pk].away_at(now)
        if away is None:
            break
        named = [pk for pk in (away.substitute, recipe["substitute"]) if pk and pk not in seen]
        following = next(iter(_named(named)), None)
        if following is None or following.pk in seen:
            return Wanted(person)
        seen.add(following.pk)
        one = following
    return Wanted(person) if one.pk == person.pk else Wanted(one, person, Because.AWAY)
