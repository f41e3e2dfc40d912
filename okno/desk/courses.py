"""How each kind of clock runs: what begins, pauses and ends it, by which terms it promises. Pure; verbs and replay share it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from okno.desk import agreed
from okno.desk.agreed import Terms
from okno.desk.course import AnyClock, C
from okno.desk.models import WaitingFor
from okno.sla import clocks as sums
from okno.sla.models import BY_TERMS, Metric

# What is promised once, from the opening on; the others begin anew with each round.
ONCE: Final = (Metric.REACTION, Metric.FIRST_REPLY, Metric.RESOLUTION)
ROUNDS: Final = (Metric.NEXT_REPLY, Metric.UPDATE)
FROM_OPENING: Final = (*ONCE, Metric.UPDATE)
# What our reply to the customer ends.
ANSWERED: Final = (Metric.REACTION, Metric.FIRST_REPLY, Metric.NEXT_REPLY, Metric.UPDATE, Metric.GIVEN_REPLY)
# What a colleague promises in so many words; no terms change it.
GIVEN: Final = (Metric.GIVEN_REPLY, Metric.GIVEN_DEED)
# Waiting pauses what the other side delays; taking in hand and answering depend on us alone. Whoever waits for a third
# party together with us is kept up to date all the same. The customer's approval is waited for, our own never (0030).
PAUSED_BY: Final[Mapping[str, Collection[str]]] = {
    Metric.RESOLUTION: (WaitingFor.CUSTOMER, WaitingFor.THIRD_PARTY, WaitingFor.PLANNED, WaitingFor.APPROVAL),
    Metric.UPDATE: (WaitingFor.CUSTOMER, WaitingFor.PLANNED, WaitingFor.APPROVAL),
    Metric.OLA: (WaitingFor.CUSTOMER, WaitingFor.THIRD_PARTY, WaitingFor.PLANNED, WaitingFor.APPROVAL),
}
# What runs on when a ticket is taken up again; that somebody reacted once stays true.
REOPENED: Final = (Metric.RESOLUTION,)
PROMISED: Final = (*BY_TERMS, Metric.OLA)  # by terms, in whatever part of them


def is_current(clock: AnyClock, terms: Terms) -> bool:
    """True where other terms change the clock: what is promised once, the round that runs, that of the present team."""
    runs = clock.metric in ROUNDS and clock.stopped_at is None
    return runs or clock.metric in ONCE or agreed.is_present(clock, terms)


def is_reopened(clock: AnyClock, terms: Terms) -> bool:
    """True where the clock runs on when a ticket is taken up again."""
    return clock.metric in REOPENED or agreed.is_present(clock, terms)


def promise(clock: AnyClock, terms: Terms, at: datetime) -> None:
    """Let a clock promise by these terms; where they promise nothing, what was promised is withdrawn."""
    if found := agreed.part(terms, clock.metric):
        (clock.minutes, clock.calendar_id), clock.cancelled_at = found, None
    else:
        clock.cancelled_at = clock.cancelled_at or at


def put_off(clocks: Iterable[AnyClock], waiting_for: str, at: datetime, *, by: int | None) -> None:
    """Pause what this waiting pauses; what it does not pause goes on."""
    for clock in clocks:
        if waiting_for in PAUSED_BY.get(clock.metric, ()):
            sums.pause(clock, at, why=waiting_for, by=by)
        elif clock.metric in PAUSED_BY:
            sums.resume(clock, at)


def account(clock: AnyClock) -> tuple[Any, ...]:
    """Return all that decides about a clock; two with the same account are due at the same moment."""
    return (
        (clock.calendar_id, clock.minutes, clock.until, clock.started_at, clock.team_id),
        sums.pauses(clock),
        (clock.stopped_at, clock.cancelled_at),
    )


def answered(clocks: Iterable[C], at: datetime) -> list[C]:
    """Stop what our reply ends, and return it; a round that begins at this very moment is not ended by it."""
    ended = [one for one in clocks if one.metric in ANSWERED and one.stopped_at is None]
    ended = [one for one in ended if one.metric in ONCE or one.started_at != at]
    for clock in ended:
        sums.stop(clock, at)
    return ended
