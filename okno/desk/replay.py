"""All clocks of a ticket from its facts alone: each kind of fact moves them as its verb did. Pure.

A fact keeps in `promised` what was promised then. Facts from before the ledger do not: such a replay is not whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from okno.desk.models import Clock, Fact, State, Ticket, WaitingFor
from okno.sla import clocks as sums
from okno.sla.models import Metric

# Waiting pauses what the other side delays; taking in hand and the first answer depend on us alone.
PAUSED_BY_WAITING = (Metric.RESOLUTION,)
# What runs on when a ticket is taken up again; that somebody reacted once stays true.
REOPENED = (Metric.RESOLUTION,)


@dataclass
class Replay:
    """What the facts tell: a clock for each metric, whether it was ever promised or not."""

    ticket: Ticket
    clocks: dict[Metric, Clock]
    ever: set[Metric] = field(default_factory=set)  # what was promised at any time
    is_whole: bool = True
    withdrawn: Sequence[Clock] = ()  # by the merge that stands

    @property
    def promised(self) -> dict[Metric, Clock]:
        """The clocks of what was promised at any time."""
        return {metric: clock for metric, clock in self.clocks.items() if metric in self.ever}

    def some(self, metrics: Iterable[Metric] = Metric) -> list[Clock]:
        """Return the clocks of these metrics."""
        return [self.clocks[metric] for metric in metrics]


def replay(ticket: Ticket, facts: Iterable[Fact]) -> Replay:
    """Return all clocks as these facts tell them, in the order in which they were written; deadlines are not summed."""
    clocks = {
        metric: Clock(ticket=ticket, metric=metric, started_at=ticket.created_at, pauses=[])
        for metric in Metric
    }
    seen = Replay(ticket, clocks)
    for fact in facts:
        if move := MOVES.get(fact.kind):
            move(seen, fact)
    return seen


def promise(clock: Clock, terms: Mapping[str, int], at: datetime) -> None:
    """Let a clock promise by these terms; where they promise nothing, what was promised is withdrawn."""
    minutes = terms.get(clock.metric)
    if minutes is not None:
        clock.calendar_id, clock.minutes, clock.cancelled_at = terms["calendar"], minutes, None
    else:
        clock.cancelled_at = clock.cancelled_at or at


def account(clock: Clock) -> tuple[Any, ...]:
    """Return all that decides about a clock; two with the same account are due at the same moment."""
    return (
        (clock.calendar_id, clock.minutes, clock.started_at),
        sums.pauses(clock),
        (clock.stopped_at, clock.cancelled_at),
    )


def _promised(seen: Replay, fact: Fact) -> None:
    terms = fact.data.get("promised")
    if terms is None:
        seen.is_whole = False
        return
    seen.ever |= {metric for metric in Metric if metric in terms}
    for clock in seen.promised.values():
        promise(clock, terms, fact.at)


def _taken(seen: Replay, fact: Fact) -> None:
    sums.stop(seen.clocks[Metric.REACTION], fact.at)


def _assigned(seen: Replay, fact: Fact) -> None:
    if fact.data.get("taken"):
        _taken(seen, fact)


def _replied(seen: Replay, fact: Fact) -> None:
    for clock in seen.some((Metric.REACTION, Metric.FIRST_REPLY)):
        sums.stop(clock, fact.at)
    if fact.data.get("then") == "wait":
        _wait(seen, fact, WaitingFor.CUSTOMER)
    elif fact.data.get("then") == "resolve":
        _ended(seen, fact)


def _waiting(seen: Replay, fact: Fact) -> None:
    _wait(seen, fact, fact.data["waiting_for"])


def _wait(seen: Replay, fact: Fact, waiting_for: str) -> None:
    for clock in seen.some(PAUSED_BY_WAITING):
        sums.pause(clock, fact.at, why=waiting_for, by=fact.by_id)


def _resumed(seen: Replay, fact: Fact) -> None:
    for clock in seen.some():
        sums.resume(clock, fact.at)


def _heard(seen: Replay, fact: Fact) -> None:
    before = fact.data.get("state_before")
    if before == State.WAITING:
        _resumed(seen, fact)
    elif before in (State.RESOLVED, State.CLOSED):
        _reopened(seen, fact)


def _ended(seen: Replay, fact: Fact) -> None:
    for clock in seen.some():
        sums.stop(clock, fact.at)


def _reopened(seen: Replay, fact: Fact) -> None:
    for clock in seen.some(REOPENED):
        sums.start_again(clock, fact.at, by=fact.by_id)


def _merged_away(seen: Replay, fact: Fact) -> None:
    seen.withdrawn = [clock for clock in seen.promised.values() if clock.runs]
    for clock in seen.withdrawn:
        clock.cancelled_at = fact.at


def _unmerged(seen: Replay, fact: Fact) -> None:
    if fact.data.get("from_number") == seen.ticket.number:
        for clock in seen.withdrawn:
            clock.cancelled_at = None


def _unsplit(seen: Replay, fact: Fact) -> None:
    if fact.data.get("to_number") == seen.ticket.number:
        _merged_away(seen, fact)


MOVES: dict[str, Callable[[Replay, Fact], None]] = {
    "ticket.opened": _promised,
    "ticket.priority_set": _promised,
    "ticket.taken": _taken,
    "ticket.assigned": _assigned,
    "message.replied": _replied,
    "ticket.waiting": _waiting,
    "message.heard": _heard,
    "ticket.resumed": _resumed,
    "ticket.resolved": _ended,
    "ticket.confirmed": _ended,
    "ticket.closed": _ended,
    "ticket.reopened": _reopened,
    "ticket.merged_away": _merged_away,
    "ticket.unmerged": _unmerged,
    "ticket.unsplit": _unsplit,
}
