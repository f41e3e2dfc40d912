"""Do the clocks that are kept agree with the facts? Reading only; `actions/recount.py` mends what does not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from okno.core.grouping import grouped
from okno.desk import nearness
from okno.desk.clockface import nearest
from okno.desk.courses import account
from okno.desk.lives import lives_of
from okno.desk.models import Clock, Ticket
from okno.desk.replay import Moving, replay
from okno.sla.clocks import due
from okno.sla.warnings import coming

BATCH = 500


@dataclass
class Audit:
    """What was found in some tickets."""

    agree: int = 0
    untold: int = 0
    """Tickets with facts from before the ledger, which do not tell what was promised."""
    differ: list[Ticket] = field(default_factory=list)


def audit(
    at_most: int | None = None, *, told: Callable[[int, int], object] = lambda _done, _whole: None
) -> Audit:
    """Look at the tickets that were changed last, or at all; `told` hears how many of how many were looked at."""
    found, done = Audit(), 0
    tickets = list(Ticket.objects.order_by("-changed_at").values_list("pk", flat=True)[:at_most])
    for pks in _in_batches(tickets):
        batch = Ticket.objects.filter(pk__in=pks)
        clocks = grouped(
            Clock.objects.filter(ticket__in=pks).select_related("calendar").order_by("id"),
            lambda one: one.ticket_id,
        )
        facts = lives_of(pks)
        for ticket in batch:
            verdict = agrees(ticket, clocks[ticket.pk], facts[ticket.pk])
            if verdict is None:
                found.untold += 1
            elif verdict:
                found.agree += 1
            else:
                found.differ.append(ticket)
        done += len(pks)
        told(done, len(tickets))
    return found


def agrees(ticket: Ticket, kept: list[Clock], facts: Iterable[Moving]) -> bool | None:
    """Tell whether facts and clocks agree, and deadlines with their sums; None where old facts do not tell enough.

    What is over keeps the deadline that it had: a calendar that is changed later does not change it.
    """
    seen = replay(ticket, facts)
    if not seen.is_whole:
        return None
    told = {key: account(clock) for key, clock in seen.promised.items()}
    if told != {clock.key: account(clock) for clock in kept} or ticket.promised != seen.terms:
        return False
    summed = all(clock.due_at == due(clock) and _is_timed(clock) for clock in kept if clock.runs)
    return summed and is_told(ticket, kept)


def is_told(ticket: Ticket, kept: list[Clock]) -> bool:
    """True where the ticket knows the nearest of its clocks, and when lists show them amber."""
    first = nearest(kept)
    dues = [one and one.due_at for one in first]
    return [ticket.next_due_at, ticket.team_due_at] == dues and ticket.near == nearness.told(first)


def _is_timed(clock: Clock) -> bool:
    """True where the next warning is the one that follows from the sum, or where its sum is asked for already."""
    awaits_its_sum = clock.warn_at is not None and clock.warn_step == 0
    return awaits_its_sum or clock.comes == coming(clock, clock.told)


def _in_batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), BATCH):
        yield pks[start : start + BATCH]
