"""In whose hands a ticket may stay: the owner accepts in time and is there, or it goes on. Pure, but for the ticket's fields.

`Ticket.hands_due_at` is the one timer: when it must be looked at next. The sweep looks (`okno.desk.actions.pass_on`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from okno.desk.models.ticket import State, Ticket
from okno.people.models import ACCEPT_MINUTES, MOST_URGENT, Person, Team
from okno.sla.worktime import Calendar
from okno.staffing.roster import Away, Duty


class Why(StrEnum):
    """Why a ticket goes on."""

    GONE = "gone"  # the owner works here no more
    AWAY = "away"
    SHIFT_OVER = "shift_over"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Care:
    """What a team says about hands."""

    accept_minutes: int | None = ACCEPT_MINUTES
    urgent_rank: int = MOST_URGENT

    @classmethod
    def of(cls, team: Team | None) -> "Care":
        """Return what the team says; a ticket without one is cared for as usual."""
        return cls(team.accept_minutes, team.urgent_rank) if team else cls()


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one ticket in somebody's hands."""

    duty: Duty | None  # of the owner; None where the owner works here no more
    care: Care
    rank: int  # of the priority
    since: datetime  # in these hands
    is_accepted: bool
    is_waiting: bool = False
    urgent_hours: Calendar | None = None  # by which the priority promises


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of it: it goes on for a reason, or stays, to be looked at again at a moment or not at all."""

    why: Why | None = None
    away: Away | None = None
    look_at: datetime | None = None


STAYS = Verdict()


def judge(held: Held, now: datetime) -> Verdict:
    """Decide whether the ticket stays in its hands."""
    if held.duty is None:
        return Verdict(Why.GONE)
    if held.is_waiting:
        return STAYS  # it is looked at again when it goes on
    is_urgent = held.rank <= held.care.urgent_rank
    return (_urgent(held, held.duty, now) if is_urgent else None) or _unaccepted(
        held, held.duty, now, is_urgent=is_urgent
    )


def _urgent(held: Held, duty: Duty, now: datetime) -> Verdict | None:
    """What is urgent leaves with the shift, or with the absence; what was given to somebody at rest waits to be accepted."""
    away = duty.away_at(now)
    if away is not None:
        return Verdict(Why.AWAY, away)
    came_while_there = held.is_accepted or duty.is_there(held.since)
    return Verdict(Why.SHIFT_OVER) if came_while_there and not duty.is_on_shift(now) else None


def _unaccepted(held: Held, duty: Duty, now: datetime, *, is_urgent: bool) -> Verdict:
    """What nobody has accepted goes on when the minutes are full: of the promise for the urgent, of the shift for the rest."""
    if held.is_accepted or held.care.accept_minutes is None:
        return STAYS
    seconds = held.care.accept_minutes * 60
    if is_urgent and held.urgent_hours is not None:
        full = held.urgent_hours.add(held.since, seconds)
    else:
        full = duty.full_at(held.since, seconds)
    if now < full:
        return Verdict(look_at=full)
    away = duty.away_at(now)
    return Verdict(Why.AWAY, away) if away else Verdict(Why.SILENT)


def first_look(team: Team | None, owner: Person | None, *, by: Person, at: datetime) -> datetime | None:
    """Return when a ticket that was just given is looked at first: the sweep counts the working minutes then."""
    minutes = Care.of(team).accept_minutes
    if owner is None or owner.pk == by.pk or minutes is None:
        return None
    return at + timedelta(minutes=minutes)


def look_now(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Have the hands looked at in the next minute: work goes on, or has become urgent. Whoever owns it and does so is there."""
    if ticket.owner_id not in (None, by.pk):
        ticket.hands_due_at = at


def settle(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """The owner has done something, or nothing is left to do: it is accepted. What is due already is looked at all the same."""
    due = ticket.hands_due_at
    if due is None:
        return
    if (
        ticket.owner_id is None
        or ticket.state in (State.RESOLVED, State.CLOSED)
        or (by.pk == ticket.owner_id and due > at)
    ):
        ticket.hands_due_at = None
