"""All clocks of a ticket from its facts alone: each kind of fact moves them as its verb did. Pure.

A fact keeps in `promised` what was promised then. Facts from before the ledger do not: such a replay is not whole.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from okno.desk.models import Clock, Fact, State, Ticket, WaitingFor
from okno.desk.models.clock import Key
from okno.sla import clocks as sums
from okno.sla.models import BY_TERMS, Metric

Terms = Mapping[str, Any]
Retold = Callable[[Terms], Terms]

# What is promised once, from the opening on; the others begin anew with each round.
ONCE: Final = (Metric.REACTION, Metric.FIRST_REPLY, Metric.RESOLUTION)
ROUNDS: Final = (Metric.NEXT_REPLY, Metric.UPDATE)
FROM_OPENING: Final = (*ONCE, Metric.UPDATE)
# What our reply to the customer ends.
ANSWERED: Final = (Metric.REACTION, Metric.FIRST_REPLY, Metric.NEXT_REPLY, Metric.UPDATE, Metric.GIVEN_REPLY)
# What a colleague promises in so many words; no terms change it.
GIVEN: Final = (Metric.GIVEN_REPLY, Metric.GIVEN_DEED)
# Waiting pauses what the other side delays; taking in hand and answering depend on us alone. Whoever waits for a third
# party together with us is kept up to date all the same.
PAUSED_BY: Final[Mapping[str, Collection[str]]] = {
    Metric.RESOLUTION: (WaitingFor.CUSTOMER, WaitingFor.THIRD_PARTY, WaitingFor.PLANNED),
    Metric.UPDATE: (WaitingFor.CUSTOMER, WaitingFor.PLANNED),
}
# What runs on when a ticket is taken up again; that somebody reacted once stays true.
REOPENED: Final = (Metric.RESOLUTION,)
PROMISING: Final = ("ticket.opened", "ticket.priority_set")  # these promise in every fact since the ledger


@dataclass
class Replay:
    """What the facts tell: a clock for each metric and round, whether it was ever promised or not."""

    ticket: Ticket
    clocks: dict[Key, Clock] = field(default_factory=dict)
    ever: set[Key] = field(default_factory=set)  # what was promised at any time
    terms: Terms = field(default_factory=dict)  # what the last of them promised
    is_whole: bool = True
    withdrawn: Sequence[Clock] = ()  # by the merge that stands

    @property
    def promised(self) -> dict[Key, Clock]:
        """The clocks of what was promised at any time."""
        return {key: clock for key, clock in self.clocks.items() if key in self.ever}

    def some(self, metrics: Collection[str] = Metric.values) -> list[Clock]:
        """Return the clocks of these metrics, all their rounds."""
        return [clock for clock in self.clocks.values() if clock.metric in metrics]

    def current(self, metrics: Collection[str] = Metric.values) -> list[Clock]:
        """Return what terms can still promise: what is promised once, and the round that runs."""
        return [clock for clock in self.some(metrics) if is_current(clock)]


def replay(ticket: Ticket, facts: Iterable[Fact], retold: Retold = lambda terms: terms) -> Replay:
    """Return all clocks as these facts tell them, in the order in which they were written; deadlines are not summed.

    `retold` puts other terms in the place of those that were promised: what would have been.
    """
    seen = Replay(ticket)
    for metric in FROM_OPENING:
        _begin(seen, metric, ticket.created_at)
    for fact in facts:
        if move := MOVES.get(fact.kind):
            move(seen, fact)
        if "promised" in fact.data:
            _promised(seen, retold(fact.data["promised"]), fact.at)
        elif fact.kind in PROMISING:
            seen.is_whole = False
    return seen


def tells(fact: Fact) -> bool:
    """True where a fact moves or promises anything."""
    return fact.kind in MOVES or "promised" in fact.data


def is_current(clock: Clock) -> bool:
    """True where other terms change the clock: what is promised once, and the round that runs."""
    return clock.metric in ONCE or (clock.metric in ROUNDS and clock.stopped_at is None)


def promise(clock: Clock, terms: Terms, at: datetime) -> None:
    """Let a clock promise by these terms; where they promise nothing, what was promised is withdrawn."""
    minutes = terms.get(clock.metric)
    if minutes is not None:
        clock.calendar_id, clock.minutes, clock.cancelled_at = terms["calendar"], minutes, None
    else:
        clock.cancelled_at = clock.cancelled_at or at


def put_off(clocks: Iterable[Clock], waiting_for: str, at: datetime, *, by: int | None) -> None:
    """Pause what this waiting pauses; what it does not pause goes on."""
    for clock in clocks:
        if waiting_for in PAUSED_BY.get(clock.metric, ()):
            sums.pause(clock, at, why=waiting_for, by=by)
        elif clock.metric in PAUSED_BY:
            sums.resume(clock, at)


def account(clock: Clock) -> tuple[Any, ...]:
    """Return all that decides about a clock; two with the same account are due at the same moment."""
    return (
        (clock.calendar_id, clock.minutes, clock.until, clock.started_at),
        sums.pauses(clock),
        (clock.stopped_at, clock.cancelled_at),
    )


def answered(clocks: Iterable[Clock], at: datetime) -> list[Clock]:
    """Stop what our reply ends, and return it; a round that begins at this very moment is not ended by it."""
    ended = [one for one in clocks if one.metric in ANSWERED and one.stopped_at is None]
    ended = [one for one in ended if one.metric in ONCE or one.started_at != at]
    for clock in ended:
        sums.stop(clock, at)
    return ended


def _begin(seen: Replay, metric: Metric, at: datetime) -> Clock:
    """Let a round begin; it is promised where the last terms promise it."""
    clock = Clock(ticket=seen.ticket, metric=metric.value, started_at=at, pauses=[])
    if known := seen.clocks.get(clock.key):
        return known
    seen.clocks[clock.key] = clock
    if metric in seen.terms:
        seen.ever.add(clock.key)
        promise(clock, seen.terms, at)
    return clock


def _promised(seen: Replay, terms: Terms, at: datetime) -> None:
    seen.terms = terms
    seen.ever |= {clock.key for clock in seen.current(BY_TERMS) if clock.metric in seen.terms}
    for clock in seen.current(BY_TERMS):
        if clock.key in seen.ever:
            promise(clock, terms, at)


def _taken(seen: Replay, fact: Fact) -> None:
    _stop(seen, (Metric.REACTION,), fact.at)


def _assigned(seen: Replay, fact: Fact) -> None:
    if fact.data.get("taken"):
        _taken(seen, fact)


def _replied(seen: Replay, fact: Fact) -> None:
    [resolution] = seen.some((Metric.RESOLUTION,))
    answered(seen.some(), fact.at)
    then = fact.data.get("then")
    if resolution.stopped_at is None and then != "resolve":
        update = _begin(seen, Metric.UPDATE, fact.at)
        if sums.is_paused(resolution):
            put_off([update], resolution.pauses[-1]["why"], fact.at, by=fact.by_id)
    if then == "wait":
        put_off(seen.some(), WaitingFor.CUSTOMER, fact.at, by=fact.by_id)
    elif then == "resolve":
        _ended(seen, fact)


def _waiting(seen: Replay, fact: Fact) -> None:
    put_off(seen.some(), fact.data["waiting_for"], fact.at, by=fact.by_id)


def _resumed(seen: Replay, fact: Fact) -> None:
    for clock in seen.some():
        sums.resume(clock, fact.at)


def _heard(seen: Replay, fact: Fact) -> None:
    before = fact.data.get("state_before")
    if before == State.WAITING:
        _resumed(seen, fact)
    elif before in (State.RESOLVED, State.CLOSED):
        _reopened(seen, fact)
    if fact.data.get("asks"):
        _asked(seen, fact)


def _asked(seen: Replay, fact: Fact) -> None:
    """What nobody has answered yet waits for the first reply; after it each question opens a round, if none is open."""
    [first] = seen.some((Metric.FIRST_REPLY,))
    if first.stopped_at is not None and not seen.current((Metric.NEXT_REPLY,)):
        _begin(seen, Metric.NEXT_REPLY, fact.at)


def _ended(seen: Replay, fact: Fact) -> None:
    _stop(seen, Metric.values, fact.at)


def _reopened(seen: Replay, fact: Fact) -> None:
    for clock in seen.some(REOPENED):
        sums.start_again(clock, fact.at, by=fact.by_id)
    _begin(seen, Metric.UPDATE, fact.at)


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


def _given(seen: Replay, fact: Fact) -> None:
    clock = Clock(ticket=seen.ticket, metric=fact.data["metric"], started_at=fact.at, pauses=[])
    clock.until = datetime.fromisoformat(fact.data["until"])
    clock.calendar_id, clock.minutes = fact.data["calendar"], fact.data["minutes"]
    seen.clocks[clock.key] = clock
    seen.ever.add(clock.key)


def _withdrawn(seen: Replay, fact: Fact) -> None:
    given = seen.clocks.get((fact.data["metric"], datetime.fromisoformat(fact.data["given"])))
    if given is not None:
        given.cancelled_at = fact.at


def _stop(seen: Replay, metrics: Collection[str], at: datetime) -> None:
    for clock in seen.some(metrics):
        sums.stop(clock, at)


MOVES: dict[str, Callable[[Replay, Fact], None]] = {
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
    "promise.given": _given,
    "promise.withdrawn": _withdrawn,
    "ticket.merged_away": _merged_away,
    "ticket.unmerged": _unmerged,
    "ticket.unsplit": _unsplit,
}
