"""By how much a promise was missed: as it was, and with the time that somebody excused. Pure; reports read both."""

from datetime import datetime, timedelta
from typing import NamedTuple

from okno.sla.clocks import calendar_of, is_paused, pauses, spans
from okno.sla.models import Promise
from okno.sla.worktime import BadCalendar, NeverWorks

ZERO = timedelta()


class Figures(NamedTuple):
    """Both figures of one promise."""

    due: datetime
    """As it was (UTC)."""
    due_excused: datetime
    """With the excused working time on top."""
    ended: datetime
    """When the promise was kept or broken; now, while it runs."""
    late: timedelta
    """Working time between the deadline and the end; zero where it was kept, and outside working hours."""
    late_excused: timedelta
    was_kept: bool
    is_kept: bool
    """With the excused time."""


def figures(promise: Promise, excused_minutes: int, now: datetime) -> Figures | None:
    """Return both figures; None for what was withdrawn, stands still before its deadline, or has none that can be computed."""
    if promise.cancelled_at is not None:
        return None
    ended = _ended(promise, now)
    due = _deadline(promise, ended)
    if due is None:
        return None
    due_excused = _after(promise, due, excused_minutes * 60)
    return Figures(
        due,
        due_excused,
        ended,
        _late(promise, due, ended),
        _late(promise, due_excused, ended),
        ended <= due,
        ended <= due_excused,
    )


def is_missed(promise: Promise, now: datetime) -> bool:
    """True where the deadline has passed, whether the promise has ended since or not."""
    found = figures(promise, 0, now)
    return found is not None and not found.was_kept


def _ended(promise: Promise, now: datetime) -> datetime:
    """Return when the clock stopped; one that stands still ended its last stretch with the pause."""
    if promise.stopped_at is not None:
        return promise.stopped_at
    if is_paused(promise) and promise.until is None:
        return pauses(promise)[-1].begin
    return now


def _deadline(promise: Promise, ended: datetime) -> datetime | None:
    """Return the deadline that the clock had at its end; a pause that came after it does not take it away."""
    if promise.until is not None:
        return promise.until
    if promise.stopped_at is not None and promise.due_at is not None:
        return promise.due_at  # what is over keeps the deadline that counted
    try:
        due = calendar_of(promise.calendar).add(
            promise.started_at, promise.minutes * 60, paused=spans(promise)
        )
    except (NeverWorks, BadCalendar):
        return None
    return None if is_paused(promise) and due > ended else due


def _after(promise: Promise, due: datetime, seconds: int) -> datetime:
    """Return the deadline with so much working time on top; where the calendar has no more of it, the deadline itself."""
    try:
        return calendar_of(promise.calendar).add(due, seconds) if seconds > 0 else due
    except NeverWorks:
        return due


def _late(promise: Promise, due: datetime, ended: datetime) -> timedelta:
    if ended <= due:
        return ZERO
    return timedelta(seconds=calendar_of(promise.calendar).between(due, ended, paused=spans(promise)))
