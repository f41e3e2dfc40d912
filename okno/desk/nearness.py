"""From when on a clock is amber: the first share of its time at which the desk tells somebody. Pure.

A ticket keeps the moments of all shares for its nearest clocks, so that lists need neither clocks nor calendars, and another
choice of the desk is seen at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from okno.desk.models import Clock, WarningPlan
from okno.sla.warnings import MISSED, STEPS, moment

BEFORE: Final = tuple(step for step in STEPS if step != MISSED)
USUAL: Final = 75  # where nobody is told before the end
Kept = Sequence[str]
"""The metric, and the moments of the steps before the deadline."""


def step(metric: str, steps: Mapping[str, Any] | None) -> int:
    """Return the share from which on a clock is amber, by what the desk has chosen about warnings."""
    plan = WarningPlan(steps=steps or {})
    return next((one for one in BEFORE if plan.whom(metric, one)), USUAL)


def told(nearest: Iterable[Clock | None]) -> list[list[str]]:
    """Return what a ticket keeps of its nearest clocks; nothing at all where none of them runs."""
    found = [kept(clock) for clock in nearest]
    return found if any(found) else []


def kept(clock: Clock | None) -> list[str]:
    """Return what a ticket keeps of a clock; nothing of none."""
    if clock is None:
        return []
    return [clock.metric, *(moment(clock, one).astimezone(UTC).isoformat() for one in BEFORE)]


def near(kept: Kept | None, steps: Mapping[str, Any] | None) -> datetime | None:
    """Return the moment from which on the clock is amber; None where nothing is kept of it."""
    if not kept:
        return None
    metric, *moments = kept
    return datetime.fromisoformat(moments[BEFORE.index(step(metric, steps))])
