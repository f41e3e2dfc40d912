"""The life of one promise as plain values: what a row of `Promise` keeps, without a row.

A rehearsal tells tens of thousands of lives that nobody keeps; a row of Django costs thirty times what this costs.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from okno.sla.models import Promise, WorkCalendar


@dataclass(slots=True)
class Life:
    """The same names as in `Promise`, so that one arithmetic serves both."""

    metric: str
    started_at: datetime
    calendar_id: int = 0  # none until it is promised
    minutes: int = 0
    until: datetime | None = None
    pauses: list[dict[str, Any]] = field(default_factory=list)
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    cancelled_at: datetime | None = None
    calendar: WorkCalendar = field(init=False, repr=False, compare=False)  # by whoever sums it


Promised = Promise | Life
