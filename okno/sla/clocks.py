"""When a promise is due: a pure sum over its calendar, minutes and pauses; any change is a new sum.

What happens to a promise changes its facts alone: pauses and the stop. Whoever keeps it sums it afterwards.
"""

from datetime import UTC, datetime
from typing import Final, NamedTuple

from okno.sla import worktime
from okno.sla.life import Promised
from okno.sla.models import Waited, WorkCalendar

KEPT: Final = 64  # prepared calendars in one process
_prepared: dict[tuple[int, int], worktime.Calendar] = {}


class Pause(NamedTuple):
    """A stretch that does not count: for what, and who put it off; an open one has no end."""

    begin: datetime
    end: datetime | None
    why: str
    by: int | None


def calendar_of(row: WorkCalendar) -> worktime.Calendar:
    """Return the prepared calendar of a row; each version is prepared once per process."""
    if row.is_always:
        return worktime.ALWAYS
    return _prepared.get((row.pk, row.version)) or _prepare(row)


def _prepare(row: WorkCalendar) -> worktime.Calendar:
    calendar = worktime.Calendar.from_plain(row.plain())
    if row.pk:
        if len(_prepared) >= KEPT:
            _prepared.clear()
        _prepared[row.pk, row.version] = calendar
    return calendar


def due(promise: Promised) -> datetime | None:
    """Return the moment (UTC) at which the promise is broken; None while it is paused, and where nobody can compute it."""
    if promise.until is not None:
        return promise.until
    if is_paused(promise):
        return None
    try:
        return calendar_of(promise.calendar).add(
            promise.started_at, promise.minutes * 60, paused=spans(promise)
        )
    except (worktime.NeverWorks, worktime.BadCalendar):
        return None  # `is_uncounted` tells it from a pause


def is_uncounted(promise: Promised) -> bool:
    """True for a promise that runs and whose calendar has no such working time: an alarm, never silence."""
    runs = promise.stopped_at is None and promise.cancelled_at is None
    return runs and promise.due_at is None and not is_paused(promise)


def pause(promise: Promised, at: datetime, *, why: str, by: int | None) -> None:
    """Open a pause; one that waits for the same already stays, one that waits for something else ends here."""
    if promise.stopped_at is not None:
        return
    if is_paused(promise):
        if promise.pauses[-1]["why"] == why:
            return
        at = max(at, pauses(promise)[-1].begin)
        resume(promise, at)
    promise.pauses = [*promise.pauses, _plain(Pause(at, None, why, by))]


def resume(promise: Promised, at: datetime) -> None:
    """End the open pause, if there is one."""
    if is_paused(promise):
        last = pauses(promise)[-1]
        promise.pauses = [*promise.pauses[:-1], _plain(last._replace(end=max(at, last.begin)))]


def stop(promise: Promised, at: datetime) -> None:
    """Stop for good: the promise is kept, or broken, at this moment; a stopped one stays as it is."""
    if promise.stopped_at is None:
        resume(promise, at)
        promise.stopped_at = at


def start_again(promise: Promised, at: datetime, *, by: int | None) -> None:
    """Let a stopped promise run on after a reopening: the time between is a pause, not ours."""
    if promise.stopped_at is not None:
        since, promise.stopped_at = promise.stopped_at, None
        promise.pauses = [*promise.pauses, _plain(Pause(since, max(at, since), Waited.OVER, by))]


def is_paused(promise: Promised) -> bool:
    """True while the last pause is open."""
    return bool(promise.pauses) and promise.pauses[-1]["to"] is None


def pauses(promise: Promised) -> list[Pause]:
    """Return the pauses in the order in which they began to be kept."""
    return [
        Pause(
            datetime.fromisoformat(one["from"]),
            datetime.fromisoformat(one["to"]) if one["to"] else None,
            one["why"],
            one["by"],
        )
        for one in promise.pauses
    ]


def spans(promise: Promised) -> tuple[tuple[datetime, datetime], ...]:
    """Return the closed pauses as pairs of moments."""
    if not promise.pauses:
        return ()
    return tuple((one.begin, one.end) for one in pauses(promise) if one.end is not None)


def _plain(pause: Pause) -> dict[str, str | int | None]:
    """Return what is kept of a pause; a moment of another zone is kept in UTC, so that equal ones are equal."""
    end = pause.end.astimezone(UTC).isoformat() if pause.end else None
    begin = pause.begin.astimezone(UTC).isoformat()
    return {"from": begin, "to": end, "why": str(pause.why), "by": pause.by}
