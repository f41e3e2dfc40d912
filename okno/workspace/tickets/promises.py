"""The promises of a ticket as its page shows them: in the rail each, in the head the nearest ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from okno.core import clock as time
from okno.desk import clockface
from okno.desk.agreed import is_present
from okno.desk.courses import GIVEN
from okno.desk.models import Clock, Ticket
from okno.desk.nearness import step
from okno.sla.clocks import is_paused, is_uncounted
from okno.sla.warnings import moment
from okno.workspace.tickets.breaches import missed_among
from okno.workspace.tickets.ledger import question


def promises(found: Ticket, kept: Sequence[Clock]) -> list[dict[str, Any]]:
    """Return what the rail shows of the clocks."""
    shown = [one for one in clockface.standing(kept) if not one.team_id or is_present(one, found.promised)]
    missed = {one.clock.pk: one for one in missed_among(found, shown)}
    return [promise(clock) | {"missed": missed.get(clock.pk)} for clock in shown]


def nearest(found: Ticket, shown: list[dict[str, Any]]) -> list[datetime | None]:
    """Return from when on the two clocks of the head are amber, as those of the rail are."""
    dues = (found.next_due_at, found.team_due_at)
    near = {(one["due"], one["sign"]): one["near"] for one in shown if one["near"]}
    return [near.get((due, sign)) for due, sign in zip(dues, ("clock", "team"), strict=True)]


def promise(clock: Clock) -> dict[str, Any]:
    """Return what the rail shows of one clock."""
    return {
        "metric": clock.metric,
        "given": clock.pk if clock.metric in GIVEN and clock.runs else None,
        "name": clock.get_metric_display(),
        "sign": "team" if clock.team_id else "clock",
        "question": question(clock, time.now()),
        "due": clock.due_at,
        "near": moment(clock, step(clock.metric, getattr(clock, "steps", None)))
        if clock.runs and clock.due_at
        else None,
        "paused": clock.stopped_at is None and is_paused(clock),
        "met_at": clock.stopped_at,
        "lacks_time": clock.calendar if is_uncounted(clock) else None,
    }
