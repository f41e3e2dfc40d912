"""A team's strategy gives a ticket to who is on shift, at the desk, and has room; two at once never exceed a capacity."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from okno.automation.strategies import Candidate, choose
from okno.core import clock
from okno.desk.actions.assign import assign
from okno.desk.models import Decline, Ticket
from okno.desk.models.ticket import IN_HAND, LIVE_DOORS
from okno.people.actions.meet import robot
from okno.people.models import Person, Strategy, Team
from okno.staffing import who
from okno.staffing.models import Attendance

PRESENT = timedelta(minutes=30)  # whoever did nothing for longer is not at the desk
AT_MOST = 100  # tickets of one team in one sweep


@transaction.atomic
def give(ticket: Ticket) -> bool:
    """Give an unowned ticket to somebody of its team, as the team has chosen; False where nobody can get it now."""
    team = Team.objects.exclude(strategy=Strategy.BY_HAND).filter(tickets=ticket, is_active=True).first()
    if team is None:
        return False
    now = clock.now()
    seen = _locked(team)
    held = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket.pk).first()
    if held is None or held.owner_id is not None or held.team_id != team.pk:
        return False
    if held.state not in IN_HAND or held.merged_into_id is not None:
        return False
    people = list(Person.objects.staff().filter(pk__in=[one.pk for one in seen]))
    chosen = choose(team.strategy, _candidates(held, people, seen, now), _wanted(held))
    if chosen is None:
        return False
    owner = next(one for one in people if one.pk == chosen.pk)
    Attendance.objects.filter(pk=chosen.pk).update(given_at=now)
    assign(held, owner=owner, team=team, by=robot(), why=chosen.why)
    return True


def give_waiting() -> None:
    """Give what waits in teams with a strategy, the most urgent first, as far as there is somebody with room."""
    for team in Team.objects.filter(is_active=True).exclude(strategy=Strategy.BY_HAND):
        waiting = Ticket.objects.unassigned().filter(team=team, state__in=IN_HAND)
        for ticket in waiting.order_by("due_order", "-pk")[:AT_MOST]:
            if not give(ticket) and not _somebody(team):
                break


def _locked(team: Team) -> list[Attendance]:
    """Hold the rows of the team's people, in order: another choice among the same people waits, and counts ours."""
    rows = Attendance.objects.filter(person__teams=team).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _somebody(team: Team) -> bool:
    """Tell whether anybody of the team was at the desk lately."""
    lately = clock.now() - PRESENT
    return Attendance.objects.filter(person__teams=team, seen_at__gte=lately).exists()


def _candidates(
    ticket: Ticket, people: Sequence[Person], seen: Sequence[Attendance], now: datetime
) -> list[Candidate]:
    ids = [one.pk for one in people]
    duties = who.duties(ids, now)
    rows = {one.pk: one for one in seen}
    is_chat = ticket.door in LIVE_DOORS
    tickets = Ticket.objects.chats() if is_chat else Ticket.objects.standing().exclude(door__in=LIVE_DOORS)
    in_work = tickets.filter(owner__in=ids, state__in=IN_HAND)
    loads = dict(in_work.values_list("owner").annotate(Count("pk")).order_by())
    earlier = Ticket.objects.filter(requester=ticket.requester_id, owner__in=ids)
    known = dict(earlier.values_list("owner").annotate(Count("pk")).order_by())
    declined = set(Decline.objects.filter(ticket=ticket).values_list("person_id", flat=True))
    keeper = ticket.organisation.keeper_id if ticket.organisation else None
    return [
        Candidate(
            pk=one.pk,
            is_there=duties[one.pk].is_there(now),
            is_present=(rows[one.pk].seen_at or now - 2 * PRESENT) >= now - PRESENT,
            has_declined=one.pk in declined,
            load=loads.get(one.pk, 0),
            capacity=one.chat_places if is_chat else one.capacity,
            given_at=rows[one.pk].given_at,
            skills=frozenset(one.skills),
            knows=known.get(one.pk, 0),
            keeps=one.pk == keeper,
        )
        for one in people
    ]


def _wanted(ticket: Ticket) -> set[str]:
    """Return what somebody should be able to do: the service and the tags."""
    service = {ticket.service.name.casefold()} if ticket.service else set()
    return service | {tag.casefold() for tag in ticket.tags}
