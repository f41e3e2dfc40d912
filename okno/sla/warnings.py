"""At which moments a promise is near its end: shares of its working time, summed as the deadline is. Pure."""

from datetime import datetime
from typing import Final, NamedTuple

from okno.sla.clocks import calendar_of, due, spans
from okno.sla.models import Promise

MISSED: Final = 100
STEPS: Final = (50, 75, 90, MISSED)
"""Shares of the promised working time, in percent; the last one is the deadline itself."""


class Told(NamedTuple):
    """The last step that was told of a promise, and when; the first one has neither."""

    step: int = 0
    at: datetime | None = None


class Step(NamedTuple):
    """A step that comes, and its moment (UTC)."""

    step: int
    at: datetime


def moment(promise: Promise, step: int) -> datetime:
    """Return the moment (UTC) at which this share of the working time is over; the clock must not stand still.

    Where a moment was promised itself, it is the share of the work until then, or of the time where none lies between.
    """
    calendar, begin, until = calendar_of(promise.calendar), promise.started_at, promise.until
    if until is None:
        return calendar.add(begin, promise.minutes * 60 * step // 100, paused=spans(promise))
    if step == MISSED:
        return until
    work = calendar.between(begin, until)
    return calendar.add(begin, work * step // 100) if work > 0 else begin + (until - begin) * step / 100


def coming(promise: Promise, told: Told) -> Step | None:
    """Return the step that is to be told next, perhaps one whose moment has come; None for a clock that has no deadline."""
    return following(promise, told) if due(promise) is not None else None


def following(promise: Promise, told: Told) -> Step | None:
    """Return the same of a clock that is known to have a deadline.

    A step that was told comes anew where the promise was moved so far that its moment lies behind that telling.
    """
    if promise.stopped_at is not None or promise.cancelled_at is not None:
        return None
    found = None
    for step in reversed(STEPS):
        if step <= told.step and (told.at is None or moment(promise, step) <= told.at):
            break  # and so are all before it
        found = step
    return Step(found, moment(promise, found)) if found is not None else None


def reached(promise: Promise, now: datetime) -> int:
    """Return the highest step whose moment has come; 0 before the first one, and where nobody can compute it any more."""
    ends = due(promise)
    if ends is None:
        return 0
    if ends <= now:
        return MISSED
    return next((step for step in reversed(STEPS[:-1]) if moment(promise, step) <= now), 0)
