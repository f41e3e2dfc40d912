"""What was agreed with the team that has the ticket: a clock for each hand-over, beside those of the customer. Pure.

The terms of a ticket name the team and since when it has the ticket (`ola`); minutes stand there where its agreement has some
for the priority. A round is known by that moment, so facts and verbs speak of the same one.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from okno.desk.course import AnyClock, C
from okno.sla import clocks as sums
from okno.sla.models import Metric

Terms = Mapping[str, Any]


def handed(wanted: Terms, before: Terms, at: datetime) -> dict[str, Any]:
    """Return the wanted terms with the moment since when the team has the ticket: as before, or from now on."""
    ola, old = wanted.get("ola"), before.get("ola") or {}
    if not ola:
        return dict(wanted)
    stays = old.get("team") == ola["team"]
    return {**wanted, "ola": {**ola, "since": old["since"] if stays else at.astimezone(UTC).isoformat()}}


def whose(terms: Terms) -> tuple[int, datetime] | None:
    """Return the team and since when it has the ticket; None where nothing was ever agreed with it."""
    ola = terms.get("ola")
    return (ola["team"], datetime.fromisoformat(ola["since"])) if ola else None


def part(terms: Terms, metric: str) -> tuple[int, int] | None:
    """Return the minutes that are promised of a metric and their calendar."""
    minutes, calendar = terms.get(metric), terms.get("calendar")
    if metric == Metric.OLA:
        ola = terms.get("ola") or {}
        minutes, calendar = ola.get("minutes"), ola.get("calendar")
    return (minutes, calendar) if minutes is not None and calendar is not None else None


def is_present(clock: AnyClock, terms: Terms) -> bool:
    """True for the round of the team that has the ticket."""
    present = whose(terms)
    return clock.metric == Metric.OLA and present is not None and clock.started_at == present[1]


def hand_on(
    clocks: Iterable[C],
    terms: Terms,
    at: datetime,
    *,
    begin: Callable[[str, datetime], C],
    waiting_for: str,
    is_over: bool,
    by: int | None,
) -> tuple[list[C], C | None]:
    """Stop the rounds of other teams, and begin that of the team that these terms name; returns what ended, what began.

    The new round promises nothing yet. Two hand-overs of one moment share a round: it is the last team's.
    """
    rounds = [one for one in clocks if one.metric == Metric.OLA]
    present = whose(terms)
    begun = next((one for one in rounds if is_present(one, terms)), None)
    ended = [one for one in rounds if one is not begun and one.stopped_at is None]
    for one in ended:
        sums.stop(one, at)
    if present is None or (begun is not None and begun.team_id == present[0]):
        return ended, None
    begun = begun or begin(Metric.OLA.value, present[1])
    begun.team_id, begun.pauses, begun.stopped_at, begun.cancelled_at = present[0], [], None, None
    if waiting_for:
        sums.pause(begun, at, why=waiting_for, by=by)
    if is_over:
        sums.stop(begun, at)
    return ended, begun
