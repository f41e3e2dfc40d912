"""When a promise is due: a pure sum over its calendar, minutes and pauses; any change is a new sum."""

from datetime import datetime
from functools import lru_cache

from okno.sla import worktime
from okno.sla.models import Promise, WorkCalendar


def calendar_of(row: WorkCalendar) -> worktime.Calendar:
    """Return the prepared calendar of a row; each version is prepared once per process."""
    if row.is_always:
        return worktime.ALWAYS
    return _prepared(row.pk, row.version, row)


@lru_cache(maxsize=64)
def _prepared(_pk: int, _version: int, row: WorkCalendar) -> worktime.Calendar:
    return worktime.Calendar.from_plain(row.plain())


def due(promise: Promise) -> datetime | None:
    """Return the moment (UTC) at which the promise is broken; None while it is paused."""
    if is_paused(promise):
        return None
    return calendar_of(promise.calendar).add(promise.started_at, promise.minutes * 60, paused=spans(promise))


def pause(promise: Promise, at: datetime) -> None:
    """Open a pause; a paused promise stays as it is."""
    if not is_paused(promise) and promise.stopped_at is None:
        promise.pauses = [*promise.pauses, [at.isoformat(), None]]
        promise.due_at = None


def resume(promise: Promise, at: datetime) -> None:
    """End the open pause, if there is one, and sum anew."""
    if not is_paused(promise):
        return
    start = promise.pauses[-1][0]
    promise.pauses = [*promise.pauses[:-1], [start, max(at, datetime.fromisoformat(start)).isoformat()]]
    promise.due_at = due(promise)


def is_paused(promise: Promise) -> bool:
    """True while the last pause is open."""
    return bool(promise.pauses) and promise.pauses[-1][1] is None


def spans(promise: Promise) -> tuple[tuple[datetime, datetime], ...]:
    """Return the closed pauses as pairs of moments."""
    return tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(end))
        for start, end in promise.pauses
        if end is not None
    )
