"""The board of a team: who is there, who has how much to do; each figure is one condition, so that it opens its tickets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from okno.desk.models.ticket import IN_HAND, TicketQuerySet
from okno.people.models import Membership, Person, Team
from okno.staffing import who
from okno.staffing.models import Attendance
from okno.staffing.roster import Duty
from okno.staffing.telling import not_there, there

SOON = timedelta(hours=1)
PRESENT = timedelta(minutes=30)
Figures = dict[str, Any]


def figures(now: datetime) -> dict[str, Q]:
    """Return what each figure counts among live tickets."""
    return {
        "in_hand": Q(state__in=IN_HAND),
        "unassigned": Q(state__in=IN_HAND, owner=None),
        "unaccepted": Q(owner__isnull=False, hands_due_at__isnull=False),
        "due": Q(next_due_at__gte=now, next_due_at__lt=now + SOON),
        "late": Q(next_due_at__lt=now),
    }


@dataclass(frozen=True, slots=True)
class Seat:
    """One colleague at the board."""

    person: Person
    is_there: bool
    words: str  # until when on shift, or why not there
    is_present: bool
    seen_at: datetime | None
    figures: Figures

    @property
    def is_full(self) -> bool:
        """True where nothing more is given by itself."""
        capacity = self.person.capacity
        return capacity is not None and bool(self.figures["in_hand"] >= capacity)


@dataclass(frozen=True, slots=True)
class Table:
    """One team at the board."""

    team: Team
    seats: list[Seat]
    figures: Figures

    @property
    def there(self) -> int:
        """How many are there now."""
        return sum(seat.is_there for seat in self.seats)


def board(teams: list[Team], known: TicketQuerySet, now: datetime) -> list[Table]:
    """Return the tables of these teams; as many statements however many people and tickets there are."""
    rows = Membership.objects.filter(team__in=teams, person__is_active=True).select_related("person")
    works = list(rows.order_by("-is_lead", "person__name", "person_id"))
    people = {one.person_id: one.person for one in works}
    duties = who.duties(people, now)
    seen = dict(Attendance.objects.filter(person__in=people).values_list("person", "seen_at"))
    of_owner = _counted(known.live().filter(owner__in=people), "owner", now)
    of_team = _counted(known.live().filter(team__in=teams), "team", now)
    nothing = dict.fromkeys(figures(now), 0) | {"oldest": None}
    seats = {
        pk: _seat(person, duties[pk], seen.get(pk), of_owner.get(pk, nothing), now)
        for pk, person in people.items()
    }
    return [
        Table(
            team,
            sorted(
                (seats[one.person_id] for one in works if one.team_id == team.pk),
                key=lambda one: not one.is_there,
            ),
            of_team.get(team.pk, nothing),
        )
        for team in teams
    ]


def _seat(person: Person, duty: Duty, seen_at: datetime | None, counted: Figures, now: datetime) -> Seat:
    is_there = duty.is_there(now)
    words = there(duty, now) if is_there else not_there(duty, now)
    return Seat(person, is_there, words, bool(seen_at and seen_at >= now - PRESENT), seen_at, counted)


def _counted(tickets: TicketQuerySet, by: str, now: datetime) -> dict[int, Figures]:
    counts: dict[str, Any] = {name: Count("pk", filter=condition) for name, condition in figures(now).items()}
    oldest = Min("created_at", filter=Q(state__in=IN_HAND))
    found = tickets.order_by().values(by).annotate(**counts, oldest=oldest)
    return {row[by]: row for row in found}
