"""What the verbs share that put messages into another ticket: one comes, one leaves, a ticket begins with one."""

from datetime import datetime
from typing import Any, Final

from okno.catalog.models import Priority
from okno.core.text import one_line
from okno.desk import clocks
from okno.desk.actions._ground import last_words
from okno.desk.actions._waking import take_in
from okno.desk.actions.hear import next_number
from okno.desk.actions.recount import make_again
from okno.desk.actions.take_back import take_back
from okno.desk.journal import record, told_of
from okno.desk.models import Assignment, Fact, Link, Message, MessageKind, Split, Ticket
from okno.desk.models.history import LinkKind
from okno.desk.pictures import untouched
from okno.desk.replay import MOVES, replay, undone_by
from okno.people.models import Person

BROUGHT: Final = ("message.heard", "message.moved")
# What leaves the course of a ticket alone, unless it says more (a question, a reply that solves).
HARMLESS: Final = ("ticket.taken", "ticket.assigned", "promise.given", "promise.withdrawn")


def arrive(
    ticket: Ticket, message: Message, *, by: Person, at: datetime, from_number: int, why: str = ""
) -> None:
    """Let the ticket have a message that is in it now as if it had come there; the ticket is held by the verb."""
    data: dict[str, Any] = {}
    if message.kind == MessageKind.HEARD:
        came = max(
            message.at, ticket.created_at, ticket.resolved_at or message.at, ticket.closed_at or message.at
        )
        data = {**take_in(ticket, message, by=by, at=came), "came": came.isoformat()}
    last_words(ticket)
    record("message.moved", ticket, by=by, at=at, message=message, why=why, from_number=from_number, **data)


def leave(
    ticket: Ticket, message: Message, *, by: Person, at: datetime, to_number: int, why: str = ""
) -> None:
    """Let the ticket be as if the message, which is elsewhere now, had not come; the ticket is held by the verb.

    Where it woke the ticket and nobody has decided anything since, the ticket sleeps again; else it stays awake, and
    what the message asked alone is taken back.
    """
    last_words(ticket)
    facts = told_of(ticket)
    brought = next(
        (one for one in reversed(facts) if one.message_id == message.pk and one.kind in BROUGHT), None
    )
    data: dict[str, Any] = {"to_number": to_number}
    if brought is not None and (was := _asleep(ticket, brought, facts)):
        ticket.save(update_fields=["last_message_at", "last_words", "last_from_customer"])
        take_back(ticket, was, [brought.pk], by=by, why=why, kind="message.moved_away", data=data)
        return
    if brought is not None and brought.data.get("asks"):
        seen = replay(ticket, facts, unasked=[brought.pk])
        if seen.is_whole:
            make_again(ticket, seen)
            data["unasks"] = [brought.pk]
    record("message.moved_away", ticket, by=by, at=at, why=why, **data)


def begin(
    base: Ticket, first: Message, *, by: Person, at: datetime, subject: str = "", is_follow_up: bool = False
) -> Ticket:
    """Return a new ticket beside another one, its promises from the moment at which its first message came.

    One that follows a ticket which was closed long ago is new in all but its team.
    """
    requester = first.author if first.kind == MessageKind.HEARD else base.requester
    usual = (
        Priority.objects.select_related("calendar").get(is_default=True) if is_follow_up else base.priority
    )
    fresh = Ticket(
        number=next_number(),
        subject=one_line(subject, 250) or one_line(first.subject or first.text, 80),
        requester=requester,
        organisation_id=requester.organisation_id,
        priority=usual,
        team=base.team,
        service=None if is_follow_up else base.service,
        door=first.door if is_follow_up else base.door,
        our_address=base.our_address,
        follow_up_of=base if is_follow_up else None,
        created_at=first.at,
        changed_at=at,
    )
    promises = clocks.promised(fresh, first.at)
    fresh.save(force_insert=True)
    clocks.start(promises)
    if fresh.team is not None:
        Assignment.objects.create(ticket=fresh, team=fresh.team, by=by, started_at=first.at)
    return fresh


def part(source: Ticket, fresh: Ticket, messages: list[Message], *, by: Person, at: datetime) -> None:
    """Put these messages of the source into the ticket that begins with them, and remember it for the undo."""
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(ticket=fresh)
    last_words(fresh)
    Split.objects.create(source=source, target=fresh, by=by, at=at, moved=sorted(one.pk for one in messages))
    Link.objects.create(ticket=fresh, other=source, kind=LinkKind.SPLIT, by=by, at=at)
    told = {"split_from": source.number, "promised": fresh.promised}
    record("ticket.opened", fresh, by=by, at=at, message=messages[0], **told)


def _asleep(ticket: Ticket, brought: Fact, facts: list[Fact]) -> dict[str, Any]:
    """Return how the ticket was before this message woke it; nothing where it did not, or where it has gone on since."""
    undone = undone_by(facts)
    since = [one for one in facts if one.pk > brought.pk and one.pk not in undone]
    if any(one.kind in MOVES and _decides(one) for one in since):
        return {}
    return untouched(ticket, brought.data.get("woke", {}))


def _decides(fact: Fact) -> bool:
    """True where the ticket would not sleep any more although the message had not come, or where somebody wants it so."""
    if fact.kind in BROUGHT:
        return bool(fact.data.get("asks"))
    if fact.kind == "message.replied":
        return bool(fact.data.get("then") != "stay")
    return fact.kind not in HARMLESS
