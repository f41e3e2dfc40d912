"""What a plan of shifts means for the tickets of a team: the past months once as they were, once under the draft.

Facts are asked and nothing is written. Who is a member of the team, and who was absent, is taken as the tables tell it now.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median_high
from typing import Final

from django.db.models import Min
from django.utils import timezone

from okno.desk.models import Assignment, Clock
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Membership, Team
from okno.sla.models import Metric
from okno.staffing import who
from okno.staffing.manned import NOTHING, Manned, manned

AT_MOST: Final = 20_000  # of the latest arrivals
LONG: Final = timedelta(hours=1)
AHEAD: Final = timedelta(days=7)  # whoever came today may be met next week


@dataclass(slots=True)
class Side:
    """How it was, or would have been."""

    waits: list[timedelta] = field(default_factory=list)  # of those who came while nobody was there
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)  # weekday, hour → how many of them
    late: int = 0  # first replies

    @property
    def alone(self) -> int:
        """How many tickets came while nobody was there."""
        return len(self.waits)

    @property
    def long(self) -> int:
        """How many of them waited longer than an hour."""
        return sum(wait > LONG for wait in self.waits)

    @property
    def middle(self) -> timedelta:
        """What half of them waited at most."""
        return median_high(self.waits) if self.waits else NOTHING

    @property
    def longest(self) -> timedelta:
        """How long the unluckiest waited."""
        return max(self.waits, default=NOTHING)


@dataclass(slots=True)
class Manning:
    """The past under two plans."""

    since: datetime
    came: int = 0
    replies: int = 0  # first replies that were promised and given
    is_whole: bool = True
    was: Side = field(default_factory=Side)
    would: Side = field(default_factory=Side)


def look_back(team: Team, known: TicketQuerySet, since: datetime, now: datetime) -> Manning:
    """Return what has come to the team since a moment, and whom it would have met under its drafts of shifts."""
    people = list(
        Membership.objects.filter(team=team, person__is_active=True).values_list("person", flat=True)
    )
    before, after = who.duties(people, since), who.drafted(people, since)
    end = now + AHEAD
    plans = manned(before.values(), since, end), manned(after.values(), since, end)
    came = _arrivals(team, known, since)
    seen = Manning(since, came=len(came), is_whole=len(came) < AT_MOST)
    replies = _first_replies([ticket for ticket, _at in came])
    for ticket, at in came:
        was, would = (plan.wait(at) for plan in plans)
        for side, wait in ((seen.was, was), (seen.would, would)):
            if wait:
                local = timezone.localtime(at, who.zone())
                side.waits.append(wait)
                side.hours[local.weekday(), local.hour] += 1
        if ticket in replies:
            _count_reply(seen, *replies[ticket], earlier=was - would, plan=plans[1])
    return seen


def _arrivals(team: Team, known: TicketQuerySet, since: datetime) -> list[tuple[int, datetime]]:
    """Return the tickets that came to the team, each with the moment at which it came first."""
    rows = Assignment.objects.filter(team=team, ticket__in=known.filter(changed_at__gte=since).values("pk"))
    first = rows.values("ticket").annotate(came=Min("started_at")).filter(came__gte=since)
    return list(first.order_by("-came").values_list("ticket", "came")[:AT_MOST])


def _first_replies(tickets: Sequence[int]) -> dict[int, tuple[datetime, datetime]]:
    """Return when first replies were due and given."""
    clocks = Clock.objects.filter(ticket__in=tickets, metric=Metric.FIRST_REPLY, cancelled_at=None)
    given = clocks.filter(stopped_at__isnull=False).values_list("ticket", "due_at", "stopped_at")
    return {ticket: (due, at) for ticket, due, at in given if due is not None and at is not None}


def _count_reply(seen: Manning, due: datetime, given: datetime, *, earlier: timedelta, plan: Manned) -> None:
    """A reply would have come by so much earlier or later as somebody would have been there, and only while somebody is."""
    moved = given - earlier
    moved += plan.wait(moved) if earlier else NOTHING
    seen.replies += 1
    seen.was.late += given > due
    seen.would.late += moved > due
