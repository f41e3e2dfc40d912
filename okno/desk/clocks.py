"""The clocks of a ticket inside a verb: start, stop, pause, sum anew. The verb saves the ticket afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

from okno.contracts.book import book
from okno.contracts.choosing import decides
from okno.contracts.terms import terms_of
from okno.core.gathering import Gathering
from okno.core.prepared import prepared
from okno.desk import replay
from okno.desk.models import Clock, Fact, State, Ticket
from okno.desk.replay import FROM_OPENING, REOPENED, Replay, Terms
from okno.people.models import Person
from okno.sla import clocks as sums
from okno.sla.models import BY_TERMS, Metric, WorkCalendar
from okno.sla.warnings import coming

# Django's own way to write several rows takes longer than all the rest of a reply.
_KEEP = """
UPDATE desk_clock
SET calendar_id = %s, minutes = %s, pauses = %s, due_at = %s, stopped_at = %s, cancelled_at = %s,
    warn_at = %s, warn_step = %s
WHERE id = %s
"""
Told = Callable[[], list[Fact]]


def promised(ticket: Ticket, at: datetime) -> list[Clock]:
    """Return what is promised about a new ticket, not yet written; the ticket learns its terms and the nearest deadline."""
    ticket.promised = terms_of(ticket, ticket.priority, book(), at)
    calendar = calendar_of(ticket)
    clocks = [_made(ticket, metric, at, calendar) for metric in FROM_OPENING if metric in ticket.promised]
    ticket.next_due_at = nearest(clocks)
    return clocks


def calendar_of(ticket: Ticket) -> WorkCalendar:
    """Return the calendar by which is promised: mostly that of the priority, which is known."""
    pk = ticket.promised["calendar"]
    return ticket.priority.calendar if pk == ticket.priority.calendar_id else _calendar(pk)[0]


@prepared
def _calendar(pk: int) -> QuerySet[WorkCalendar]:
    return WorkCalendar.objects.filter(pk=pk)


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


def standing(clocks: list[Clock]) -> list[Clock]:
    """Return what people look at: nothing withdrawn, and of what is promised in rounds the last one."""
    last = {
        clock.metric: clock
        for clock in sorted(clocks, key=lambda one: one.started_at)
        if not clock.cancelled_at
    }
    return [last[metric] for metric in Metric if metric in last]


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


def answer(ticket: Ticket, *, by: Person, at: datetime, is_last: bool) -> None:
    """Our reply ends what waited for it; from it on the customer is kept up to date anew, if it is not the last word."""
    clocks = of(ticket)
    ended = replay.answered(clocks, at)
    if not is_last and ticket.is_live:
        begun = _begin(ticket, Metric.UPDATE, clocks, at)
        if ticket.state == State.WAITING:
            replay.put_off(begun, ticket.waiting_for, at, by=by.pk)
    keep(ticket, clocks, ended)


def ask(ticket: Ticket, at: datetime, *, told: Told) -> None:
    """A customer's message opens a round, where the first reply was given and no round is open."""
    if Metric.NEXT_REPLY not in ticket.promised:
        return
    clocks = of(ticket)
    first = [one for one in clocks if one.metric == Metric.FIRST_REPLY]
    if not first:
        first = replay.replay(ticket, told()).some((Metric.FIRST_REPLY,))
    is_open = any(one.metric == Metric.NEXT_REPLY and one.stopped_at is None for one in clocks)
    if first[0].stopped_at is not None and not is_open:
        _begin(ticket, Metric.NEXT_REPLY, clocks, at)
        keep(ticket, clocks, [])


def give(ticket: Ticket, metric: Metric, until: datetime, at: datetime) -> Clock | None:
    """Keep what a colleague has promised until a moment, as a clock of its own; None where the same is promised already."""
    clocks = of(ticket)
    if any(one.runs and (one.metric, one.until) == (metric, until) for one in clocks):
        return None
    calendar = ticket.priority.calendar
    clock = Clock(
        ticket=ticket, metric=metric.value, calendar=calendar, started_at=at, until=until, pauses=[]
    )
    clock.minutes = sums.calendar_of(calendar).between(at, until) // 60
    keep(ticket, [*clocks, clock], [])
    return clock


def start_again(ticket: Ticket, *, by: Person, at: datetime) -> None:
    """Let what was stopped run on after a reopening, and keep the customer up to date anew."""
    clocks = of(ticket)
    stopped = [clock for clock in clocks if clock.metric in REOPENED and clock.stopped_at is not None]
    for clock in stopped:
        sums.start_again(clock, at, by=by.pk)
    _begin(ticket, Metric.UPDATE, clocks, at)
    keep(ticket, clocks, stopped)


def pause(ticket: Ticket, waiting_for: str, *, by: Person, at: datetime) -> None:
    """Pause what waiting pauses, and remember for what it was and who said so."""
    clocks = of(ticket)
    concerned = [clock for clock in clocks if clock.metric in replay.PAUSED_BY and clock.stopped_at is None]
    replay.put_off(concerned, waiting_for, at, by=by.pk)
    keep(ticket, clocks, concerned)


def resume(ticket: Ticket, at: datetime) -> None:
    """End the pauses at the moment when what was waited for came."""
    clocks = of(ticket)
    paused = [clock for clock in clocks if sums.is_paused(clock)]
    for clock in paused:
        sums.resume(clock, at)
    keep(ticket, clocks, paused)


def recount(ticket: Ticket, at: datetime, *, told: Told) -> bool:
    """Promise anew by what the ticket is now, from the same starts, pauses and stops; False where nothing else is promised.

    What was never promised before learns from the facts what its clock would have seen; `told` asks for them.
    """
    wanted = terms_of(ticket, ticket.priority, book(), at)
    if decides(wanted) == decides(ticket.promised):
        return False
    known = of(ticket)
    keep(ticket, *promise_anew(ticket, known, wanted, at, told=told, calendar=None))
    return True


def promise_anew(
    ticket: Ticket,
    known: list[Clock],
    wanted: Terms,
    at: datetime,
    *,
    told: Told,
    calendar: WorkCalendar | None,
) -> tuple[list[Clock], list[Clock]]:
    """Let the clocks promise by other terms; returns all clocks and those that changed, nothing written yet."""
    ticket.promised = dict(wanted)
    current = [clock for clock in known if replay.is_current(clock)]
    have = {clock.metric for clock in current}
    fresh: list[Clock] = []
    if missing := [metric for metric in BY_TERMS if metric in wanted and metric not in have]:
        fresh = replay.replay(ticket, told()).current(missing)
    counts_by = calendar or calendar_of(ticket)
    for clock in [*current, *fresh]:
        replay.promise(clock, wanted, at)
        if clock.metric in wanted:
            clock.calendar = counts_by
    return [*known, *fresh], current


def make_again(ticket: Ticket, seen: Replay) -> None:
    """Keep the clocks that a whole replay of the facts has seen, under their old ids, whatever was kept before."""
    kept, made = {clock.key: clock for clock in of(ticket)}, list(seen.promised.values())
    for clock in made:
        before = kept.get(clock.key)
        clock.pk = before.pk if before else None
        is_history = before is not None and not clock.runs and replay.account(before) == replay.account(clock)
        clock.warned, clock.warned_at = before.told if before else (0, None)
        sum_up(clock)
        if before and is_history:
            clock.due_at = before.due_at
    Clock.objects.filter(ticket=ticket).delete()
    Clock.objects.bulk_create(made)
    ticket.promised = dict(seen.terms)
    ticket.next_due_at = nearest(made)


def withdraw(ticket: Ticket, given: Clock, at: datetime) -> None:
    """Withdraw one promise."""
    clocks = [given if one.pk == given.pk else one for one in of(ticket)]
    given.cancelled_at = at
    keep(ticket, clocks, [given])


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


def sum_up(clock: Clock) -> None:
    """Sum the deadline, and when a warning comes next; neither is written."""
    clock.due_at = sums.due(clock)
    step = coming(clock, clock.told)
    clock.warn_at, clock.warn_step = (step.at, step.step) if step else (None, 0)


def keep(ticket: Ticket, clocks: list[Clock], changed: list[Clock]) -> None:
    """Sum what is new or changed and write it, and remember the nearest deadline of all clocks for the lists."""
    fresh = [clock for clock in clocks if clock._state.adding]  # noqa: SLF001 - Django's own mark
    for clock in (*changed, *fresh):
        sum_up(clock)
    _new.add(fresh)
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP, [_row(clock) for clock in changed])
    ticket.next_due_at = nearest(clocks)


def _begin(ticket: Ticket, metric: Metric, clocks: list[Clock], at: datetime) -> list[Clock]:
    """Let a round begin where it is promised, and add it to the clocks; one that began at this moment goes on."""
    if metric not in ticket.promised or (metric, at) in {clock.key for clock in clocks}:
        return []
    known = {clock.calendar_id: clock.calendar for clock in clocks}
    calendar = known.get(ticket.promised["calendar"])
    calendar = calendar or WorkCalendar.objects.get(pk=ticket.promised["calendar"])
    clocks.append(_made(ticket, metric, at, calendar))
    return clocks[-1:]


def _made(ticket: Ticket, metric: Metric, at: datetime, calendar: WorkCalendar) -> Clock:
    clock = Clock(ticket=ticket, metric=metric.value, calendar=calendar, started_at=at, pauses=[])
    clock.minutes = ticket.promised[metric]
    sum_up(clock)
    return clock


def _row(clock: Clock) -> tuple[Any, ...]:
    rest = (clock.due_at, clock.stopped_at, clock.cancelled_at, clock.warn_at, clock.warn_step, clock.pk)
    return clock.calendar_id, clock.minutes, Jsonb(clock.pauses), *rest
