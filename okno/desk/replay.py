"""All clocks of a ticket from its facts alone: each kind of fact moves them as its verb did. Pure.

A fact keeps in `promised` what was promised then. Facts from before the ledger do not: such a replay is not whole.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from okno.desk import agreed
from okno.desk.agreed import Terms
from okno.desk.course import Course
from okno.desk.courses import (
    FROM_OPENING,
    PROMISED,
    REOPENED,
    answered,
    is_current,
    is_reopened,
    promise,
    put_off,
)
from okno.desk.models import Fact, State, Ticket, WaitingFor
from okno.desk.models.clock import Key
from okno.sla import clocks as sums
from okno.sla.models import Metric

ALL: Final = tuple(Metric.values)
APPROVING: Final = (
    "approval.asked",
    "approval.given",
    "approval.refused",
    "approval.withdrawn",
    "approval.delegated",
    "approval.substituted",
)
PROMISING: Final = ("ticket.opened", "ticket.priority_set")  # these promise in every fact since the ledger


class Moved(NamedTuple):
    """The part of a fact that moves clocks, or promises."""

    pk: int
    kind: str
    by_id: int
    at: datetime
    data: dict[str, Any]


Moving = Fact | Moved


@dataclass
class Replay:
    """What the facts tell: a clock for each metric and round, whether it was ever promised or not."""

    ticket: Ticket
    clocks: dict[Key, Course] = field(default_factory=dict)
    ever: set[Key] = field(default_factory=set)  # what was promised at any time
    terms: Terms = field(default_factory=dict)  # what the last of them promised
    is_whole: bool = True
    withdrawn: Sequence[Course] = ()  # by the merge that stands
    unasked: Collection[
        int
    ] = ()  # facts of messages that are elsewhere now: they woke the ticket, and ask nothing

    @property
    def promised(self) -> dict[Key, Course]:
        """The clocks of what was promised at any time."""
        return {key: clock for key, clock in self.clocks.items() if key in self.ever}

    def some(self, metrics: Collection[str] = ALL) -> list[Course]:
        """Return the clocks of these metrics, all their rounds."""
        return [clock for clock in self.clocks.values() if clock.metric in metrics]

    def current(self, metrics: Collection[str] = ALL) -> list[Course]:
        """Return what terms can still promise: what is promised once, and the rounds that last."""
        return [clock for clock in self.some(metrics) if is_current(clock, self.terms)]


def replay(
    ticket: Ticket,
    facts: Iterable[Moving],
    *,
    taken_back: Collection[int] = (),
    unasked: Collection[int] = (),
) -> Replay:
    """Return all clocks as these facts tell them, in the order in which they were written; deadlines are not summed.

    What a later fact, or the caller, has taken back is told to no clock: an undone reply is no reply.
    """
    facts = list(facts)
    undone = undone_by(facts).union(taken_back)
    seen = Replay(ticket, unasked=_named(facts, "unasks").union(unasked))
    for metric in FROM_OPENING:
        _begin(seen, metric, ticket.created_at)
    for fact in facts:
        if fact.pk in undone:
            continue
        if move := MOVES.get(fact.kind):
            move(seen, fact)
        if "promised" in fact.data:
            _promised(seen, fact.data["promised"], fact)
        elif fact.kind in PROMISING:
            seen.is_whole = False
    return seen


def undone_by(facts: Iterable[Moving]) -> set[int]:
    """Return the facts that later ones have taken back."""
    return _named(facts, "takes_back")


def tells(fact: Moving) -> bool:
    """True where a fact moves or promises anything."""
    return fact.kind in TELLING or "promised" in fact.data


def _named(facts: Iterable[Moving], name: str) -> set[int]:
    return {pk for fact in facts for pk in fact.data.get(name, ())}


def _begin(seen: Replay, metric: Metric, at: datetime) -> Course:
    """Let a round begin; it is promised where the last terms promise it."""
    key = (metric.value, at)
    if known := seen.clocks.get(key):
        return known
    clock = seen.clocks[key] = Course(metric.value, at)
    if metric in seen.terms:
        seen.ever.add(key)
        promise(clock, seen.terms, at)
    return clock


def _promised(seen: Replay, terms: Terms, fact: Moving) -> None:
    if agreed.whose(terms) != agreed.whose(seen.terms):
        _handed_on(seen, terms, fact)
    seen.terms = terms
    for clock in seen.current(PROMISED):
        if agreed.part(terms, clock.metric):
            seen.ever.add(clock.key)
        if clock.key in seen.ever:
            promise(clock, terms, fact.at)


def _handed_on(seen: Replay, terms: Terms, fact: Moving) -> None:
    [resolution] = seen.some((Metric.RESOLUTION,))
    waiting_for = resolution.pauses[-1]["why"] if sums.is_paused(resolution) else ""
    is_over = resolution.stopped_at is not None
    _ended, begun = agreed.hand_on(
        seen.some(),
        terms,
        fact.at,
        begin=Course,
        waiting_for=waiting_for,
        is_over=is_over,
        by=fact.by_id,
    )
    if begun is not None:
        seen.clocks[begun.key] = begun


def _taken(seen: Replay, fact: Moving) -> None:
    _stop(seen, (Metric.REACTION,), fact.at)


def _assigned(seen: Replay, fact: Moving) -> None:
    if fact.data.get("taken"):
        _taken(seen, fact)


def _replied(seen: Replay, fact: Moving) -> None:
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


def _waiting(seen: Replay, fact: Moving) -> None:
    put_off(seen.some(), fact.data["waiting_for"], fact.at, by=fact.by_id)


def _approving(seen: Replay, fact: Moving) -> None:
    """What is asked, answered or withdrawn says for whom the ticket waits from then on, or that it waits no longer."""
    if waiting_for := fact.data.get("waiting_for"):
        put_off(seen.some(), waiting_for, fact.at, by=fact.by_id)
    elif fact.data.get("goes_on"):
        _resumed(seen, fact)


def _resumed(seen: Replay, fact: Moving) -> None:
    for clock in seen.some():
        sums.resume(clock, fact.at)


def _heard(seen: Replay, fact: Moving) -> None:
    before = fact.data.get("state_before")
    if before == State.WAITING:
        _resumed(seen, fact)
    elif before in (State.RESOLVED, State.CLOSED):
        _reopened(seen, fact)
    if fact.data.get("asks") and fact.pk not in seen.unasked:
        _asked(seen, fact)


def _moved_here(seen: Replay, fact: Moving) -> None:
    """A message that a colleague has moved here counts from the moment at which it came, not from the move."""
    if came := fact.data.get("came"):
        _heard(seen, Moved(fact.pk, fact.kind, fact.by_id, datetime.fromisoformat(came), fact.data))


def _asked(seen: Replay, fact: Moving) -> None:
    """What nobody has answered yet waits for the first reply; after it each question opens a round, if none is open."""
    [first] = seen.some((Metric.FIRST_REPLY,))
    if first.stopped_at is not None and not seen.current((Metric.NEXT_REPLY,)):
        _begin(seen, Metric.NEXT_REPLY, fact.at)


def _ended(seen: Replay, fact: Moving) -> None:
    _stop(seen, ALL, fact.at)


def _reopened(seen: Replay, fact: Moving) -> None:
    if not any(clock.stopped_at for clock in seen.some(REOPENED)):
        return  # what had ended it was taken back
    for clock in seen.some():
        if is_reopened(clock, seen.terms):
            sums.start_again(clock, fact.at, by=fact.by_id)
    _begin(seen, Metric.UPDATE, fact.at)


def _merged_away(seen: Replay, fact: Moving) -> None:
    seen.withdrawn = [clock for clock in seen.promised.values() if clock.runs]
    for clock in seen.withdrawn:
        clock.cancelled_at = fact.at


def _unmerged(seen: Replay, fact: Moving) -> None:
    if fact.data.get("from_number") == seen.ticket.number:
        for clock in seen.withdrawn:
            clock.cancelled_at = None


def _unsplit(seen: Replay, fact: Moving) -> None:
    if fact.data.get("to_number") == seen.ticket.number:
        _merged_away(seen, fact)


def _given(seen: Replay, fact: Moving) -> None:
    clock = Course(fact.data["metric"], fact.at)
    clock.until = datetime.fromisoformat(fact.data["until"])
    clock.calendar_id, clock.minutes = fact.data["calendar"], fact.data["minutes"]
    seen.clocks[clock.key] = clock
    seen.ever.add(clock.key)


def _withdrawn(seen: Replay, fact: Moving) -> None:
    given = seen.clocks.get((fact.data["metric"], datetime.fromisoformat(fact.data["given"])))
    if given is not None:
        given.cancelled_at = fact.at


def _stop(seen: Replay, metrics: Collection[str], at: datetime) -> None:
    for clock in seen.some(metrics):
        sums.stop(clock, at)


MOVES: dict[str, Callable[[Replay, Moving], None]] = {
    "ticket.taken": _taken,
    "ticket.assigned": _assigned,
    "message.replied": _replied,
    "ticket.waiting": _waiting,
    "message.heard": _heard,
    "message.moved": _moved_here,
    **dict.fromkeys(APPROVING, _approving),
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
# The last three take others back.
TELLING: Final = frozenset({*MOVES, "message.undone", "ticket.restored", "message.moved_away"})
