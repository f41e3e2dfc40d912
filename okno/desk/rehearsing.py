"""The past under other terms: the same facts, other promises. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from okno.desk.agreed import Terms
from okno.desk.course import Course
from okno.desk.formerly import Formerly
from okno.desk.models import Ticket
from okno.desk.models.clock import Key
from okno.desk.replay import Moved, Moving, replay, undone_by
from okno.sla import clocks as sums
from okno.sla.models import WorkCalendar
from okno.sla.worktime import NeverWorks

LATE_AT_LEAST = 1  # seconds: what ends after its deadline is late, though no working time may lie between


Turn = Callable[[Formerly, Terms, datetime], Terms]
"""How the terms of a ticket would have been at a moment, by what it was then."""
Follow = Callable[[Formerly, Moving], bool]


class Told(NamedTuple):
    """One promise as it was and as it would have been: working seconds too late, none where nothing was promised."""

    metric: str
    was: int | None
    would: int | None


def told(
    ticket: Ticket,
    facts: Iterable[Moving],
    drafted: Iterable[Moving],
    calendars: Mapping[int, WorkCalendar],
    now: datetime,
) -> list[Told] | None:
    """Return each promise of a ticket by its facts and by those of a draft; None where old facts do not tell enough."""
    before = replay(ticket, facts)
    if not before.is_whole:
        return None
    after = replay(ticket, drafted)
    was, would = (_late(seen.promised, calendars, now) for seen in (before, after))
    return [Told(key[0], was.get(key), would.get(key)) for key in {**was, **would}]


def drafted(facts: Iterable[Moving], was: Formerly, follow: Follow, turn: Turn) -> Iterator[Moving]:
    """Yield the facts with what would have been promised, by what the ticket was at each of them.

    Where a draft asks for something that nobody asked for then, its promise changes although no fact of that time says so.
    """
    facts = list(facts)
    undone = undone_by(facts)
    terms: Terms = {}
    for fact in facts:
        changes = follow(was, fact)
        if fact.pk in undone:
            yield fact
            continue
        promises = "promised" in fact.data
        terms = fact.data["promised"] if promises else terms
        if promises or (changes and terms):
            data = {**fact.data, "promised": turn(was, terms, fact.at)}
            yield Moved(fact.pk, fact.kind, fact.by_id, fact.at, data)
        else:
            yield fact


def _late(
    promised: Mapping[Key, Course], calendars: Mapping[int, WorkCalendar], now: datetime
) -> dict[Key, int]:
    """Return by how much each promise is late, without those that were withdrawn."""
    return {
        key: too_late(clock, calendars[clock.calendar_id], now)
        for key, clock in promised.items()
        if clock.cancelled_at is None
    }


def too_late(clock: Course, calendar: WorkCalendar, now: datetime) -> int:
    """Return the working seconds between the deadline and the end of a clock, or now; 0 where it is in time."""
    clock.calendar = calendar
    try:
        due = sums.due(clock)
    except NeverWorks:
        return 0
    end = clock.stopped_at or now
    if due is None or end <= due:
        return 0
    return max(LATE_AT_LEAST, sums.calendar_of(calendar).between(due, end))
