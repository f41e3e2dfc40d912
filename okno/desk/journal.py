"""`record()`: the end of every verb. The fact, the jobs of its reactions and the live nudge commit together or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from okno.core import rows
from okno.core.erasing import erasing
from okno.core.gathering import Gathering
from okno.core.live import Nudge, nudge_all
from okno.core.said import Said
from okno.desk import clockface, hands, reacting
from okno.desk.kinds import KINDS
from okno.desk.models import Fact, Message, Ticket
from okno.desk.models.ticket import LIVE_DOORS
from okno.people.models import Person

Told = tuple[Fact, Nudge | None]


def record(
    kind: str,
    ticket: Ticket,
    *,
    by: Person,
    at: datetime,
    message: Message | None = None,
    why: str = "",
    is_saved: bool = False,
    is_seen: bool = True,
    **data: Any,
) -> None:
    """Write the fact, save the ticket as the verb left it, enqueue the reactions, nudge the open browsers.

    Must run in the transaction of the verb that locked the ticket. `data` holds plain values only: ids, names, words.
    `is_saved` tells that the verb has just written the ticket as it is, this fact's version included, or that the fact
    leaves the ticket as it was: a warning makes no answer outdated. A fact that is not to be seen at once nudges nobody: a run
    over thousands of tickets nudges once, at its end.
    """
    assert transaction.get_connection().in_atomic_block, "a fact is part of its verb's transaction"
    assert kind in KINDS, f"{kind} is not in okno.desk.kinds"
    if not is_saved:
        hands.settle(ticket, by=by, at=at)
        ticket.version += 1
        ticket.changed_at = max(at, ticket.changed_at)
        ticket.save()
    if isinstance(why, Said):
        data["why"] = why.kept
    fact = Fact(kind=kind, ticket=ticket, message=message, by=by, at=at, why=why, data=data)
    _facts.add([(fact, _nudge(fact, ticket) if is_seen else None)])


def _nudge(fact: Fact, ticket: Ticket) -> Nudge:
    return {
        "ticket": ticket.number,
        "team": ticket.team_id,
        "organisation": ticket.organisation_id,
        "owner": ticket.owner_id,
        "requester": ticket.requester_id,
        "public": KINDS[fact.kind].audience.value == "everybody",
        "said": _is_only_said(fact, ticket),
    }


def _is_only_said(fact: Fact, ticket: Ticket) -> bool:
    """True where somebody has said something in a chat, and the ticket is in the same state and the same hands as before."""
    if ticket.door not in LIVE_DOORS or fact.message is None:
        return False
    if fact.kind == "message.heard":
        return "state_after" not in fact.data
    return fact.kind == "message.replied" and not (fact.message.moved or {}).get("changed")


def erase(facts: Sequence[Fact]) -> None:
    """Write what was left in these facts of words and reasons after somebody was forgotten; all else in them stays.

    A trigger sees to it: it lets `data` and `why` through, and these only while somebody is erased.
    """
    if facts:
        with erasing():
            rows.update(Fact, [{"id": fact.pk, "data": fact.data, "why": fact.why} for fact in facts])


@contextmanager
def together() -> Iterator[None]:
    """Let the verbs of this block, all in one transaction, write their facts and new clocks together at its end."""
    with clockface.unwritten.together(), _facts.together():
        yield


def told_of(ticket: Ticket) -> list[Fact]:
    """Return all facts of the ticket in the order in which they were written, those of the open block too."""
    _facts.write_waiting()
    return list(Fact.objects.filter(ticket=ticket).order_by("id"))


def _write(told: list[Told]) -> None:
    facts = [fact for fact, _ in told]
    rows.create(facts)
    reacting.enqueue(facts)
    nudge_all([nudge | {"fact": fact.pk, "message": fact.message_id} for fact, nudge in told if nudge])


_facts = Gathering[Told]("facts", _write)
