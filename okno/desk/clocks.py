"""The clocks of a ticket inside a verb: start, stop, pause, sum anew. The verb saves the ticket afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from okno.catalog.models import Priority
from okno.core.gathering import Gathering
from okno.core.prepared import prepared
from okno.desk.models import Clock, Fact, Ticket
from okno.desk.replay import PAUSED_BY_WAITING, Replay, account, promise, replay
from okno.people.models import Person
from okno.sla import clocks as sums
from okno.sla.models import Metric, WorkCalendar

# Django's own way to write several rows takes longer than all the rest of a reply.
_KEEP = """
UPDATE desk_clock
SET calendar_id = %s, minutes = %s, pauses = %s, due_at = %s, stopped_at = %s, cancelled_at = %s
WHERE id = %s
"""


def promised(ticket: Ticket, priority: Priority, at: datetime) -> list[Clock]:
    """Return all promises of a new ticket's priority, not yet written; the ticket learns the nearest deadline."""
    clocks = []
    for metric in Metric:
        minutes = priority.minutes_for(metric)
        if minutes is not None:
            clock = Clock(
                ticket=ticket,
                metric=metric,
                calendar=priority.calendar,
                minutes=minutes,
                started_at=at,
                pauses=[],
            )
            clock.due_at = sums.due(clock)
            clocks.append(clock)
    ticket.next_due_at = nearest(clocks)
    return clocks


def terms(priority: Priority) -> dict[str, int]:
    """Return what a priority promises today, in plain values: a fact keeps it, whatever becomes of the priority."""
    minutes = {metric.value: priority.minutes_for(metric) for metric in Metric}
    promised = {metric: count for metric, count in minutes.items() if count is not None}
    return {"calendar": priority.calendar_id, **promised}


def start(clocks: list[Clock]) -> None:
    """Write the promises of a ticket that has just been written; all in one statement."""
    for clock in clocks:
        clock.ticket = clock.ticket  # its id is known only now
    _new.add(clocks)


def _write(clocks: list[Clock]) -> None:
    Clock.objects.bulk_create(clocks)


_new = Gathering[Clock]("clocks", _write)
together = _new.together


def nearest(clocks: list[Clock]) -> datetime | None:
    """Return the earliest deadline of the running clocks."""
    return min((clock.due_at for clock in clocks if clock.due_at and clock.runs), default=None)


def of(ticket: Ticket) -> list[Clock]:
    """Return the clocks of the ticket with their calendars."""
    _new.write_waiting()
    return _of(ticket.pk)


@prepared
def _of(ticket: int) -> QuerySet[Clock]:
    return Clock.objects.filter(ticket=ticket).select_related("calendar").order_by("id")


def who_paused(clock: Clock) -> dict[int, Person]:
    """Return the people behind the pauses of a clock, by their ids."""
    ids = {one.by for one in sums.pauses(clock) if one.by is not None}
    return Person.objects.in_bulk(ids) if ids else {}


def stop(ticket: Ticket, *metrics: Metric, at: datetime) -> None:
    """Stop the clocks of these metrics: the promise is kept, or broken, at this moment.

    A withdrawn one learns of it too, as of each pause: another priority may promise the same again.
    """
    clocks = of(ticket)
    running = [clock for clock in clocks if clock.metric in metrics and clock.stopped_at is None]
    for clock in running:
        sums.stop(clock, at)
    keep(ticket, clocks, running)


def start_again(ticket: Ticket, *metrics: Metric, by: Person, at: datetime) -> None:
    """Let stopped clocks run on after a reopening."""
    clocks = of(ticket)
    stopped = [clock for clock in clocks if clock.metric in metrics and clock.stopped_at is not None]
    for clock in stopped:
        sums.start_again(clock, at, by=by.pk)
    keep(ticket, clocks, stopped)


def pause(ticket: Ticket, waiting_for: str, *, by: Person, at: datetime) -> None:
    """Pause what waiting pauses, and remember for what it was and who said so."""
    clocks = of(ticket)
    paused = [clock for clock in clocks if clock.metric in PAUSED_BY_WAITING]
    for clock in paused:
        sums.pause(clock, at, why=waiting_for, by=by.pk)
    keep(ticket, clocks, paused)


def resume(ticket: Ticket, at: datetime) -> None:
    """End the pauses at the moment when what was waited for came."""
    clocks = of(ticket)
    paused = [clock for clock in clocks if sums.is_paused(clock)]
    for clock in paused:
        sums.resume(clock, at)
    keep(ticket, clocks, paused)


def recount(ticket: Ticket, priority: Priority, at: datetime, *, told: Callable[[], list[Fact]]) -> None:
    """Promise anew by another priority, from the same start, the same pauses and the same stops.

    What was never promised before learns from the facts what its clock would have seen; `told` asks for them.
    """
    clocks = {Metric(clock.metric): clock for clock in of(ticket)}
    known, promised, fresh = list(clocks.values()), terms(priority), []
    if missing := [metric for metric in Metric if metric in promised and metric not in clocks]:
        fresh = replay(ticket, told()).some(missing)
    for clock in [*known, *fresh]:
        promise(clock, promised, at)
        if clock.metric in promised:
            clock.calendar = priority.calendar
    for clock in fresh:
        clock.due_at = sums.due(clock)
    Clock.objects.bulk_create(fresh)
    keep(ticket, [*known, *fresh], known)


def sum_anew(ticket: Ticket, calendar: WorkCalendar) -> bool:
    """Sum the running promises that count by this calendar, as it is now; True where a deadline has moved."""
    clocks, moved = of(ticket), []
    for clock in clocks:
        if clock.calendar_id == calendar.pk and clock.runs:
            clock.calendar = calendar
            if sums.due(clock) != clock.due_at:
                moved.append(clock)
    keep(ticket, clocks, moved)
    return bool(moved)


def make_again(ticket: Ticket, seen: Replay) -> None:
    """Keep the clocks that a whole replay of the facts has seen, under their old ids, whatever was kept before."""
    kept, made = {clock.metric: clock for clock in of(ticket)}, list(seen.promised.values())
    for clock in made:
        before = kept.get(clock.metric)
        clock.pk = before.pk if before else None
        is_history = before is not None and not clock.runs and account(before) == account(clock)
        clock.due_at = before.due_at if before and is_history else sums.due(clock)
    Clock.objects.filter(ticket=ticket).delete()
    Clock.objects.bulk_create(made)
    ticket.next_due_at = nearest(made)


def cancel(ticket: Ticket, at: datetime) -> list[int]:
    """Withdraw the running promises; returns their ids, so that an undo can let exactly these run again."""
    clocks = of(ticket)
    cancelled = [clock for clock in clocks if clock.runs]
    for clock in cancelled:
        clock.cancelled_at = at
    keep(ticket, clocks, cancelled)
    return [clock.pk for clock in cancelled]


def uncancel(ticket: Ticket, ids: list[int]) -> None:
    """Let withdrawn promises run again as if they had never stopped."""
    clocks = of(ticket)
    withdrawn = [clock for clock in clocks if clock.pk in ids]
    for clock in withdrawn:
        clock.cancelled_at = None
    keep(ticket, clocks, withdrawn)


def keep(ticket: Ticket, clocks: list[Clock], changed: list[Clock]) -> None:
    """Sum what changed and write it, and remember the nearest deadline of all clocks on the ticket for the lists."""
    for clock in changed:
        clock.due_at = sums.due(clock)
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP, [_row(clock) for clock in changed])
    ticket.next_due_at = nearest(clocks)


def _row(clock: Clock) -> tuple[Any, ...]:
    rest = (clock.due_at, clock.stopped_at, clock.cancelled_at, clock.pk)
    return clock.calendar_id, clock.minutes, Jsonb(clock.pauses), *rest
