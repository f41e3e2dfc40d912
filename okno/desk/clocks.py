"""The clocks of a ticket inside a verb: start, stop, pause, sum anew. The verb saves the ticket afterwards."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from okno.contracts.book import book
from okno.contracts.terms import agreed_with, terms_of
from okno.desk import agreed, clockface, courses, nearness, replay
from okno.desk.agreed import Terms
from okno.desk.courses import FROM_OPENING
from okno.desk.models import Clock, State, Ticket
from okno.desk.replay import Moving
from okno.people.models import Person
from okno.sla import clocks as sums
from okno.sla.models import Metric, WorkCalendar
from okno.sla.warnings import following

# Django's own way to write several rows takes longer than all the rest of a reply.
_KEEP = """
UPDATE desk_clock
SET calendar_id = %s, minutes = %s, pauses = %s, due_at = %s, stopped_at = %s, cancelled_at = %s,
    warn_at = %s, warn_step = %s, team_id = %s
WHERE id = %s
"""
Told = Callable[[], Iterable[Moving]]


def promised(ticket: Ticket, at: datetime) -> list[Clock]:
    """Return what is promised about a new ticket, not yet written; the ticket learns its terms and the nearest deadline."""
    ticket.promised = agreed.handed(terms_of(ticket, ticket.priority, book(), at), {}, at)
    calendar = clockface.calendar_of(ticket, ticket.promised["calendar"])
    clocks = [_made(ticket, metric, at, calendar) for metric in FROM_OPENING if metric in ticket.promised]
    if ours := agreed.part(ticket.promised, Metric.OLA):
        clock = _clock(ticket, Metric.OLA, at, clockface.calendar_of(ticket, ours[1]), ours[0])
        clock.team_id = ticket.team_id
        clocks.append(clock)
    remember(ticket, clocks)
    return clocks


def start(clocks: list[Clock]) -> None:
    """Write the promises of a ticket that has just been written; all in one statement."""
    for clock in clocks:
        clock.ticket = clock.ticket  # its id is known only now
    clockface.unwritten.add(clocks)


def remember(ticket: Ticket, clocks: list[Clock]) -> None:
    """Let the ticket know the nearest deadlines for the lists: what the customer waits for, what the team owes."""
    first = clockface.nearest(clocks)
    ticket.next_due_at, ticket.team_due_at = (one.due_at if one else None for one in first)
    ticket.near = nearness.told(first)


def stop(ticket: Ticket, *metrics: Metric, at: datetime) -> None:
    """Stop the clocks of these metrics: the promise is kept, or broken, at this moment.

    A withdrawn one learns of it too, as of each pause: another priority may promise the same again.
    """
    clocks = clockface.of(ticket)
    running = [clock for clock in clocks if clock.metric in metrics and clock.stopped_at is None]
    for clock in running:
        sums.stop(clock, at)
    keep(ticket, clocks, running)


def answer(ticket: Ticket, *, by: Person, at: datetime, is_last: bool) -> None:
    """Our reply ends what waited for it; from it on the customer is kept up to date anew, if it is not the last word."""
    clocks = clockface.of(ticket)
    ended = courses.answered(clocks, at)
    if not is_last and ticket.is_live:
        begun = _begin(ticket, Metric.UPDATE, clocks, at)
        if ticket.state == State.WAITING:
            courses.put_off(begun, ticket.waiting_for, at, by=by.pk)
    keep(ticket, clocks, ended)


def ask(ticket: Ticket, at: datetime, *, told: Told) -> None:
    """A customer's message opens a round, where the first reply was given and no round is open."""
    if Metric.NEXT_REPLY not in ticket.promised:
        return
    clocks = clockface.of(ticket)
    kept = next((one for one in clocks if one.metric == Metric.FIRST_REPLY), None)
    first = kept or replay.replay(ticket, told()).some((Metric.FIRST_REPLY,))[0]
    is_open = any(one.metric == Metric.NEXT_REPLY and one.stopped_at is None for one in clocks)
    if first.stopped_at is not None and not is_open:
        _begin(ticket, Metric.NEXT_REPLY, clocks, at)
        keep(ticket, clocks, [])


def give(ticket: Ticket, metric: Metric, until: datetime, at: datetime) -> Clock | None:
    """Keep what a colleague has promised until a moment, as a clock of its own; None where the same is promised already."""
    clocks = clockface.of(ticket)
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
    clocks = clockface.of(ticket)
    terms = ticket.promised
    stopped = [one for one in clocks if one.stopped_at is not None and courses.is_reopened(one, terms)]
    for clock in stopped:
        sums.start_again(clock, at, by=by.pk)
    _begin(ticket, Metric.UPDATE, clocks, at)
    keep(ticket, clocks, stopped)


def pause(ticket: Ticket, waiting_for: str, *, by: Person, at: datetime) -> None:
    """Pause what waiting pauses, and remember for what it was and who said so."""
    clocks = clockface.of(ticket)
    concerned = [clock for clock in clocks if clock.metric in courses.PAUSED_BY and clock.stopped_at is None]
    courses.put_off(concerned, waiting_for, at, by=by.pk)
    keep(ticket, clocks, concerned)


def resume(ticket: Ticket, at: datetime) -> None:
    """End the pauses at the moment when what was waited for came."""
    clocks = clockface.of(ticket)
    paused = [clock for clock in clocks if sums.is_paused(clock)]
    for clock in paused:
        sums.resume(clock, at)
    keep(ticket, clocks, paused)


def hand_on(ticket: Ticket, *, by: Person, at: datetime) -> dict[str, Any]:
    """The ticket has come to another team: its part ends, that of the new one begins. Returns what the fact keeps of it."""
    ola = agreed_with(ticket.team_id, ticket.priority.code, book())
    wanted = {name: value for name, value in ticket.promised.items() if name != "ola"}
    wanted = agreed.handed({**wanted, "ola": ola} if ola else wanted, ticket.promised, at)
    if agreed.whose(wanted) == agreed.whose(ticket.promised):
        return {}
    clocks, changed = handed_on(ticket, clockface.of(ticket), wanted, at, by=by)
    ticket.promised = wanted
    keep(ticket, clocks, changed)
    return {"promised": wanted}


def handed_on(
    ticket: Ticket, clocks: list[Clock], wanted: Terms, at: datetime, *, by: Person
) -> tuple[list[Clock], list[Clock]]:
    """Let the clocks of teams end and begin as other terms name them; returns all clocks and those that changed."""
    changed, begun = agreed.hand_on(
        clocks,
        wanted,
        at,
        begin=lambda metric, since: Clock(ticket=ticket, metric=metric, started_at=since),
        waiting_for=ticket.waiting_for,
        is_over=ticket.is_over,
        by=by.pk,
    )
    if begun is None:
        return clocks, changed
    courses.promise(begun, wanted, at)
    if not is_new(begun):
        return clocks, [*changed, begun]
    return ([*clocks, begun] if agreed.part(wanted, Metric.OLA) else clocks), changed


def withdraw(ticket: Ticket, given: Clock, at: datetime) -> None:
    """Withdraw one promise."""
    clocks = [given if one.pk == given.pk else one for one in clockface.of(ticket)]
    given.cancelled_at = at
    keep(ticket, clocks, [given])


def cancel(ticket: Ticket, at: datetime) -> list[int]:
    """Withdraw the running promises; returns their ids, so that an undo can let exactly these run again."""
    clocks = clockface.of(ticket)
    cancelled = [clock for clock in clocks if clock.runs]
    for clock in cancelled:
        clock.cancelled_at = at
    keep(ticket, clocks, cancelled)
    return [clock.pk for clock in cancelled]


def uncancel(ticket: Ticket, ids: list[int]) -> None:
    """Let withdrawn promises run again as if they had never stopped."""
    clocks = clockface.of(ticket)
    withdrawn = [clock for clock in clocks if clock.pk in ids]
    for clock in withdrawn:
        clock.cancelled_at = None
    keep(ticket, clocks, withdrawn)


def sum_up(clock: Clock) -> None:
    """Sum the deadline, and when a warning comes next; neither is written."""
    clock.due_at = sums.due(clock)
    step = following(clock, clock.told) if clock.due_at else None
    clock.warn_at, clock.warn_step = (step.at, step.step) if step else (None, 0)


def keep(ticket: Ticket, clocks: list[Clock], changed: list[Clock]) -> None:
    """Sum what is new or changed and write it, and remember the nearest deadline of all clocks for the lists."""
    fresh = [clock for clock in clocks if is_new(clock)]
    for clock in (*changed, *fresh):
        sum_up(clock)
    clockface.unwritten.add(fresh)
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP, [_row(clock) for clock in changed])
    remember(ticket, clocks)


def is_new(clock: Clock) -> bool:
    """True until it is written."""
    return clock._state.adding  # noqa: SLF001 - Django's own mark


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
    return _clock(ticket, metric, at, calendar, ticket.promised[metric])


def _clock(ticket: Ticket, metric: Metric, at: datetime, calendar: WorkCalendar, minutes: int) -> Clock:
    clock = Clock(ticket=ticket, metric=metric.value, calendar=calendar, started_at=at, pauses=[])
    clock.minutes = minutes
    sum_up(clock)
    return clock


def _row(clock: Clock) -> tuple[Any, ...]:
    ends = (clock.due_at, clock.stopped_at, clock.cancelled_at, clock.warn_at, clock.warn_step)
    return clock.calendar_id, clock.minutes, Jsonb(clock.pauses), *ends, clock.team_id, clock.pk
