from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from okno.core import clock
from okno.desk import clocks, message_ids
from okno.desk.actions._ground import clean, forget_draft, lock, said, said_before, step
from okno.desk.actions.hear import NewFile, attach
from okno.desk.actions.resolve import mark_resolved
from okno.desk.actions.wait import mark_waiting
from okno.desk.journal import record
from okno.desk.models import Fact, Message, MessageKind, Ticket, WaitingFor
from okno.desk.models.draft import DraftKind
from okno.desk.models.ticket import LIVE_DOORS
from okno.desk.pictures import changed, picture
from okno.desk.refusals import OutdatedReply
from okno.people.models import Person

SPOKEN = ("message.heard", "message.replied", "message.noted", "message.moved", "ticket.merged")


class Then(Enum):
    """What the ticket becomes together with the answer."""

    STAY = "stay"
    WAIT = "wait"
    RESOLVE = "resolve"


@transaction.atomic
def reply(
    ticket: Ticket,
    text: str,
    *,
    by: Person,
    then: Then = Then.STAY,
    files: Sequence[NewFile] = (),
    seen_version: int | None = None,
    key: str = "",
    html: str = "",
    at: datetime | None = None,
    undo_seconds: int | None = None,
) -> Message:
    """Answer the customer; the letter leaves after the time for undo. The same key answers once (REL-22).

    `seen_version` is the version of the ticket that the author had before the eyes: raises OutdatedReply, with the news,
    where somebody else has said something since.
    """
    if known := said_before(by, key):
        return known
    ticket = lock(ticket)
    state = step(ticket, "reply")
    text = clean(text, may_be_empty=bool(files))
    refuse_outdated(ticket, seen_version, by)
    at, before = at or clock.now(), picture(ticket)
    ticket.state = state
    clocks.answer(ticket, by=by, at=at, is_last=then is Then.RESOLVE)
    if then is Then.WAIT:
        mark_waiting(ticket, WaitingFor.CUSTOMER, until=None, by=by, at=at)
    elif then is Then.RESOLVE:
        mark_resolved(ticket, by=by, at=at)
    wait = undo_seconds
    if wait is None:
        wait = 0 if ticket.door in LIVE_DOORS else by.undo_time  # who chats waits before the screen
    message = Message.objects.create(
        ticket=ticket,
        kind=MessageKind.REPLY,
        author=by,
        door=ticket.door,
        at=at,
        text=text,
        html=html,
        rfc_message_id=message_ids.fresh(ticket),
        leaves_at=at + timedelta(seconds=wait),
        key=key,
        moved={"changed": changed(before, picture(ticket))},
    )
    attach(message, files)
    forget_draft(ticket, by, DraftKind.REPLY)
    said(ticket, message)
    record("message.replied", ticket, by=by, at=at, message=message, then=then.value)
    return message


def refuse_outdated(ticket: Ticket, seen_version: int | None, by: Person) -> None:
    """Stop an answer that was written without having seen what others have said since."""
    if seen_version is None or ticket.version <= seen_version:
        return
    missed = ticket.version - seen_version  # each fact is one version
    recent = Fact.objects.filter(ticket=ticket).select_related("message", "by").order_by("-id")[:missed]
    news = [fact for fact in recent if fact.kind in SPOKEN and fact.by_id != by.pk]
    if news:
        raise OutdatedReply(news=news, version=ticket.version)
