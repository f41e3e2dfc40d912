"""Clocks that promise anew: other terms, the same starts, pauses and stops. The verb saves the ticket afterwards."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from okno.contracts.book import book
from okno.contracts.choosing import decides
from okno.contracts.terms import terms_of
from okno.desk import agreed, clockface, clocks, courses, replay
from okno.desk.agreed import Terms
from okno.desk.courses import PROMISED
from okno.desk.models import Clock, Ticket
from okno.desk.replay import Moving
from okno.people.models import Person
from okno.sla.models import WorkCalendar

Told = Callable[[], Iterable[Moving]]


def recount(ticket: Ticket, at: datetime, *, by: Person, told: Told) -> bool:
    """Promise anew by what the ticket is now, from the same starts, pauses and stops; False where nothing else is promised.

    What was never promised before learns from the facts what its clock would have seen; `told` asks for them.
    """
    wanted = terms_of(ticket, ticket.priority, book(), at)
    if decides(wanted) == decides(ticket.promised):
        return False
    known = clockface.of(ticket)
    clocks.keep(ticket, *promise_anew(ticket, known, wanted, at, by=by, told=told))
    return True


def promise_anew(
    ticket: Ticket,
    known: list[Clock],
    wanted: Terms,
    at: datetime,
    *,
    by: Person,
    told: Told,
    calendars: Mapping[int, WorkCalendar] | None = None,
) -> tuple[list[Clock], list[Clock]]:
    """Let the clocks promise by other terms; returns all clocks and those that changed, nothing written yet."""
    wanted = agreed.handed(wanted, ticket.promised, at)
    whole: list[Clock] = known
    changed: list[Clock] = []
    if agreed.whose(wanted) != agreed.whose(ticket.promised):
        whole, changed = clocks.handed_on(ticket, known, wanted, at, by=by)
    ticket.promised = wanted
    current = [clock for clock in whole if courses.is_current(clock, wanted)]
    have = {clock.metric for clock in current}
    fresh: list[Clock] = []
    if missing := [metric for metric in PROMISED if agreed.part(wanted, metric) and metric not in have]:
        fresh = [one.row(ticket) for one in replay.replay(ticket, told()).current(missing)]
    for clock in [*current, *fresh]:
        courses.promise(clock, wanted, at)
        if found := agreed.part(wanted, clock.metric):
            clock.calendar = (calendars or {}).get(found[1]) or clockface.calendar_of(ticket, found[1])
    changed += [one for one in current if one not in changed and not clocks.is_new(one)]
    return [*whole, *fresh], changed
