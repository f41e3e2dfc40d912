"""Tickets of which nobody takes care: named one by one, with why, by a bounded number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from okno.desk.models import Ticket
from okno.desk.models.ticket import IN_HAND, TicketQuerySet
from okno.people.models import STAFF, Membership, Person, Team
from okno.staffing import who
from okno.staffing.roster import LOOKS_AHEAD, Duty
from okno.staffing.telling import away_words, day_of

AT_MOST = 100  # of one kind
DAY = timedelta(days=1)


class Lack(StrEnum):
    """Why nobody takes care."""

    NO_HANDS = "no_hands"  # neither a team nor an owner
    GONE = "gone"  # the owner works here no more
    AWAY = "away"  # the owner is away, and nobody stands in
    EMPTY_TEAM = "empty_team"  # nobody of the team works on the next working day


@dataclass(frozen=True, slots=True)
class Nobodys:
    """One such ticket, and why in words."""

    ticket: Ticket
    lack: Lack
    why: str


def nobodys(known: TicketQuerySet, now: datetime) -> list[Nobodys]:
    """Return those among the known tickets of which nobody takes care, a hundred of each kind at most."""
    live = known.live()
    staff = dict(Person.objects.staff().in_bulk())
    duties = who.duties(staff, now)
    found = [
        Nobodys(one, Lack.NO_HANDS, _("neither a team nor an owner"))
        for one in _some(live.filter(team=None, owner=None))
    ]
    gone = live.filter(~Q(owner__role__in=STAFF) | Q(owner__is_active=False), owner__isnull=False)
    found += [
        Nobodys(one, Lack.GONE, _("%(name)s does not work here any more") % {"name": one.owner})
        for one in _some(gone)
    ]
    away = {pk: words for pk, duty in duties.items() if (words := _alone(pk, duties, staff, now))}
    if away:
        lying = live.filter(owner__in=away, state__in=IN_HAND)
        found += [Nobodys(one, Lack.AWAY, away[one.owner_id or 0]) for one in _some(lying)]
    empty = empty_teams(duties, now)
    if empty:
        waiting = live.filter(owner=None, team__in=empty)
        words = _("nobody of the team “%(team)s” works before %(day)s is over")
        found += [Nobodys(one, Lack.EMPTY_TEAM, words % empty[one.team_id or 0]) for one in _some(waiting)]
    return found


def empty_teams(duties: dict[int, Duty], now: datetime) -> dict[int, dict[str, str]]:
    """Return the teams in use of which nobody is there before the end of the desk's next working day, with their words."""
    end = _end_of_next_day(now)
    there = {pk for pk, duty in duties.items() if duty.spans(now, end)}
    manned = set(Membership.objects.filter(person__in=there).values_list("team_id", flat=True))
    day = day_of((end - DAY / 2).astimezone(who.zone()).date())
    teams = Team.objects.filter(is_active=True).exclude(pk__in=manned)
    return {one.pk: {"team": one.name, "day": day} for one in teams}


def _end_of_next_day(now: datetime) -> datetime:
    """Return the midnight after the day on which the desk works next."""
    opens = Duty(who.usual_hours().calendar).comes_at(now) or now + LOOKS_AHEAD
    local = opens.astimezone(who.zone())
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + DAY


def _alone(pk: int, duties: dict[int, Duty], staff: dict[int, Person], now: datetime) -> str:
    """Return why the tickets of a colleague wait for nobody; nothing where he is not away, or somebody stands in."""
    away = duties[pk].away_at(now)
    if away is None:
        return ""
    other = duties.get(away.substitute or 0)
    if other is not None and other.away_at(now) is None:
        return ""
    return _("%(name)s: %(why)s; nobody stands in") % {"name": staff[pk], "why": away_words(away)}


def _some(tickets: QuerySet[Ticket]) -> Iterable[Ticket]:
    return tickets.select_related("owner", "team", "priority", "requester").order_by("due_order", "-pk")[
        :AT_MOST
    ]
