"""The way between the lines: on to the next one, and back to whoever gave the ticket on; who talks to the customer stays."""

from django.db import transaction

from okno.core import clock
from okno.desk.actions._ground import clean, lock, not_merged, put_into_hands, step
from okno.desk.actions._terms import promise_anew
from okno.desk.actions.assign import hand_over, hands
from okno.desk.journal import record
from okno.desk.lines import next_team
from okno.desk.models import Assignment, Ticket
from okno.desk.refusals import NobodyBefore, NotAColleague, NoTeamThere
from okno.people.models import Person, Team


@transaction.atomic
def to_next_line(ticket: Ticket, *, tried: str, by: Person, team: Team | None = None) -> None:
    """Give the ticket to the next line with what was tried: to the team of its service there, or to the chosen one."""
    ticket = lock(ticket)
    team = team or next_team(ticket.team, ticket.service)
    if team is None:
        raise NoTeamThere
    hand_over(ticket, tried=tried, team=team, by=by)


@transaction.atomic
def send_back(ticket: Ticket, *, reason: str, by: Person) -> None:
    """Give the ticket back to the team and person it came from, telling why."""
    ticket = lock(ticket)
    step(ticket, "take")
    reason = clean(reason)
    came_from = before_now(ticket)
    if came_from is None:
        raise NobodyBefore
    owner = came_from.owner if came_from.owner and came_from.owner.is_staff_member else None
    before, now = hands(ticket.team, ticket.owner), clock.now()
    agreed = put_into_hands(ticket, team=came_from.team, owner=owner, by=by, at=now)
    record(
        "ticket.sent_back",
        ticket,
        by=by,
        at=now,
        reason=reason,
        before=before,
        after=hands(came_from.team, owner),
        **agreed,
    )
    promise_anew(ticket, by=by, at=now)


def before_now(ticket: Ticket) -> Assignment | None:
    """Return the hands from which the ticket came into the present team; none where it was always there."""
    rows = Assignment.objects.filter(ticket=ticket, ended_at__isnull=False).exclude(team=None)
    return (
        rows.exclude(team=ticket.team_id).select_related("team", "owner").order_by("-ended_at", "-pk").first()
    )


@transaction.atomic
def set_speaker(ticket: Ticket, person: Person | None, *, by: Person) -> None:
    """Say who talks to the customer, whoever works on the ticket; nobody: its owner."""
    ticket = lock(ticket)
    not_merged(ticket)
    if person is not None and not person.is_staff_member:
        raise NotAColleague
    if ticket.speaker_id == (person and person.pk):
        return
    before, ticket.speaker = str(ticket.speaker or ""), person
    record("ticket.speaker_set", ticket, by=by, at=clock.now(), before=before, after=str(person or ""))
