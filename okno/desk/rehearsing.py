"""The past under other terms: the same facts, other promises. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from okno.desk.models import Clock, Fact, Ticket
from okno.desk.models.clock import Key
from okno.desk.replay import Retold, replay
from okno.sla import clocks as sums
from okno.sla.models import WorkCalendar
from okno.sla.worktime import NeverWorks

LATE_AT_LEAST = 1  # seconds: what ends after its deadline is late, though no working time may lie between


class Told(NamedTuple):
    """One promise as it was and as it would have been: working seconds too late, none where nothing was promised."""

    metric: str
    was: int | None
    would: int | None


def told(
    ticket: Ticket,
    facts: Iterable[Fact],
    retold: Retold,
    calendars: Mapping[int, WorkCalendar],
    now: datetime,
) -> list[Told] | None:
    """Return each promise of a ticket under the old terms and under others; None where old facts do not tell enough."""
    facts = list(facts)
    before = replay(ticket, facts)
    if not before.is_whole:
        return None
    after = replay(ticket, facts, retold)
    was, would = (_late(seen.promised, calendars, now) for seen in (before, after))
    return [Told(key[0], was.get(key), would.get(key)) for key in {**was, **would}]


def _late(
    promised: Mapping[Key, Clock], calendars: Mapping[int, WorkCalendar], now: datetime
) -> dict[Key, int]:
    """Return by how much each promise is late, without those that were withdrawn."""
    return {
        key: too_late(clock, calendars[clock.calendar_id], now)
        for key, clock in promised.items()
        if clock.cancelled_at is None
    }


def too_late(clock: Clock, calendar: WorkCalendar, now: datetime) -> int:
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
