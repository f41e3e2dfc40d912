"""What one reads off the clocks of a ticket: which there are, which of them people look at, which is due first."""

from collections.abc import Iterable

from django.db.models import QuerySet, Subquery

from okno.core import rows
from okno.core.gathering import Gathering
from okno.core.prepared import prepared
from okno.desk.models import Clock, Ticket, WarningPlan
from okno.people.models import Person
from okno.sla import clocks as sums
from okno.sla.models import Metric, WorkCalendar

# Those of a block that are written at its end; who reads writes them first.
unwritten = Gathering[Clock]("clocks", rows.create)


def of(ticket: Ticket) -> list[Clock]:
    """Return the clocks of the ticket with their calendars."""
    unwritten.write_waiting()
    return _of(ticket.pk)


@prepared
def _of(ticket: int) -> QuerySet[Clock]:
    chosen = Subquery(WarningPlan.objects.values("steps")[:1])
    clocks = Clock.objects.filter(ticket=ticket).select_related("calendar")
    return clocks.annotate(steps=chosen).order_by("id")


def standing(clocks: Iterable[Clock]) -> list[Clock]:
    """Return what people look at: nothing withdrawn, and of what is promised in rounds the last one."""
    last = {
        clock.metric: clock
        for clock in sorted(clocks, key=lambda one: one.started_at)
        if not clock.cancelled_at
    }
    return [last[metric] for metric in Metric if metric in last]


def nearest(clocks: list[Clock]) -> tuple[Clock | None, Clock | None]:
    """Return the running clocks that are due first: of the customer's, of the team's."""
    running = sorted(
        ((clock.due_at, place, clock) for place, clock in enumerate(clocks) if clock.due_at and clock.runs)
    )
    theirs = next((clock for *_, clock in running if clock.team_id is not None), None)
    return next((clock for *_, clock in running if clock.team_id is None), None), theirs


def who_paused(clock: Clock) -> dict[int, Person]:
    """Return the people behind the pauses of a clock, by their ids."""
    ids = {one.by for one in sums.pauses(clock) if one.by is not None}
    return Person.objects.in_bulk(ids) if ids else {}


def calendar_of(ticket: Ticket, pk: int) -> WorkCalendar:
    """Return a calendar by which is promised: mostly that of the priority, which is known."""
    return ticket.priority.calendar if pk == ticket.priority.calendar_id else _calendar(pk)[0]


@prepared
def _calendar(pk: int) -> QuerySet[WorkCalendar]:
    return WorkCalendar.objects.filter(pk=pk)
