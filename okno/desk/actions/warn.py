import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from okno.core import clock as time
from okno.core.said import label, own_words
from okno.desk.actions.escalate import raise_to, those_above
from okno.desk.clocks import sum_up
from okno.desk.journal import record, together
from okno.desk.models import Clock, WarningPlan, Whom
from okno.people.actions.meet import robot
from okno.people.models import Person
from okno.sla.models import Metric, WorkCalendar
from okno.sla.warnings import MISSED, reached

# So many clocks are told in one transaction; a verb that needs one of their tickets waits no longer than that.
AT_ONCE = 250
# Only what was written says that nobody has told the step of this deadline before.
_TOLD = """
INSERT INTO desk_warned (ticket_id, metric, started_at, step, due_at, at)
SELECT new.*, %s FROM jsonb_to_recordset(%s)
    AS new (ticket_id bigint, metric text, started_at timestamptz, step int, due_at timestamptz)
ON CONFLICT DO NOTHING
RETURNING ticket_id, metric, started_at
"""
_KEEP = """
UPDATE desk_clock AS clock
SET warned = new.warned, warned_at = %s, due_at = new.due_at, warn_at = new.warn_at, warn_step = new.warn_step
FROM jsonb_to_recordset(%s) AS new (id bigint, warned int, due_at timestamptz, warn_at timestamptz, warn_step int)
WHERE clock.id = new.id
"""
_WIDE = [f"ticket__{name}" for name in ("subject", "fields", "tags", "promised", "last_words", "our_address")]


def warn() -> int:
    """Tell what has come since the last time, in bounded batches; returns how many clocks were looked at."""
    seen = 0
    while (batch := warn_some()) > 0:
        seen += batch
        if batch < AT_ONCE:
            break
    return seen


@transaction.atomic
def warn_some() -> int:
    """Tell one batch of the steps that have come: the fact and the next step of the clock commit together.

    The tickets are held as a verb holds them; one that a verb works on is passed by until the next time.
    """
    now = time.now()
    due = list(
        Clock.objects.to_be_told(now)
        .select_for_update(skip_locked=True, no_key=True, of=("self", "ticket"))
        .select_related("ticket")
        .defer(*_WIDE)[:AT_ONCE]
    )
    if due:
        calendars = WorkCalendar.objects.in_bulk()
        for one in due:
            one.calendar = calendars[one.calendar_id]
        _tell(due, now)
    return len(due)


def _tell(due: list[Clock], now: datetime) -> None:
    plan, by = WarningPlan.objects.first() or WarningPlan(), robot()
    steps = {clock.pk: reached(clock, now) for clock in due}
    whom = {clock.pk: plan.whom(clock.metric, steps[clock.pk]) for clock in due}
    told = [
        one for one in due if one.warn_step and steps[one.pk] and (whom[one.pk] or steps[one.pk] == MISSED)
    ]
    fresh = _not_yet_told(told, steps, now)
    with together():
        for clock in told:
            if _key(clock) in fresh:
                _record(clock, steps[clock.pk], whom[clock.pk], by, now)
        _escalate([one for one in told if Whom.ABOVE in whom[one.pk] and _key(one) in fresh], steps, by, now)
    for clock in due:
        clock.warned, clock.warned_at = steps[clock.pk], now
        sum_up(clock)
    _keep(due, now)


def _record(clock: Clock, step: int, whom: Iterable[str], by: Person, now: datetime) -> None:
    """Write the fact. The ticket itself stays as it is: no answer becomes outdated, no list is put in another order."""
    assert clock.due_at is not None
    record(
        "clock.missed" if step == MISSED else "clock.warned",
        clock.ticket,
        by=by,
        at=now,
        why=_why(clock, step),
        is_saved=True,
        metric=clock.metric,
        share=step,
        due=clock.due_at.astimezone(UTC).isoformat(),
        whom=list(whom),
    )


def _escalate(raised: list[Clock], steps: dict[int, int], by: Person, now: datetime) -> None:
    """Let whoever is above watch these; one at whom everybody looks already stays as it is."""
    if not raised:
        return
    why = {
        one.ticket_id: _late(one) if steps[one.pk] == MISSED else _near(one, steps[one.pk]) for one in raised
    }
    above = those_above({one.ticket_id: one.ticket for one in raised}.values(), by=by)
    known = {one.ticket: above[one.ticket_id] for one in raised if above[one.ticket_id]}
    raise_to(known, by=by, at=now, why=why, is_saved=True)


def _late(clock: Clock) -> str:
    return own_words(
        gettext_noop("The deadline has passed: %(metric)s."), metric=label(Metric(clock.metric).label)
    )


def _near(clock: Clock, step: int) -> str:
    metric = label(Metric(clock.metric).label)
    return own_words(
        gettext_noop("%(share)d percent of the time has passed: %(metric)s."), share=step, metric=metric
    )


def _key(clock: Clock) -> tuple[Any, ...]:
    return clock.ticket_id, clock.metric, clock.started_at


def _why(clock: Clock, step: int) -> str:
    if clock.until is not None:
        return own_words(gettext_noop("This moment was promised."))
    worked = clock.minutes * step // 100
    sentence = gettext_noop("Working minutes: %(worked)d of %(promised)d.")
    return own_words(sentence, worked=worked, promised=clock.minutes)


def _not_yet_told(told: list[Clock], steps: dict[int, int], now: datetime) -> set[tuple[Any, ...]]:
    """Write down that these are told; returns ticket, metric and beginning of those that nobody was told of before."""
    rows = [
        {
            "ticket_id": one.ticket_id,
            "metric": one.metric,
            "started_at": _iso(one.started_at),
            "step": steps[one.pk],
            "due_at": _iso(one.due_at),
        }
        for one in told
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [now, json.dumps(rows)])
        return set(cursor.fetchall())


def _keep(due: list[Clock], now: datetime) -> None:
    rows = [
        {
            "id": one.pk,
            "warned": one.warned,
            "due_at": _iso(one.due_at),
            "warn_at": _iso(one.warn_at),
            "warn_step": one.warn_step,
        }
        for one in due
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [now, json.dumps(rows)])


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
