"""What a visitor's window shows, asked for often: few statements, and a row is written only where something is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from okno.channels.chat import book, sending, waiting
from okno.channels.chat.talk import is_over
from okno.channels.chat.visitors import person_of
from okno.channels.models import Chat
from okno.core.prepared import prepared
from okno.desk.actions.be_present import be_present
from okno.desk.models import Message, MessageKind, Presence
from okno.desk.models.draft import DraftKind
from okno.desk.models.presence import STAYS

SAYS_EVERY = timedelta(seconds=12)  # a window that asks more often is written down no oftener


@dataclass(frozen=True, slots=True)
class Window:
    """What is new since the last time, and how it stands."""

    said: list[Message]
    upto: int
    writes: str  # who of the colleagues writes an answer now
    read_by_us: int
    place: int  # in the queue; 0 where somebody has the chat
    foretold: waiting.Foretold | None
    is_over: bool


@transaction.atomic
def look(chat: Chat, after: int, now: datetime, *, is_seen: bool = False, has_said: bool = False) -> Window:
    """Return what the window does not show yet; that it asks says that the visitor is there.

    `is_seen`: the window is before the eyes, so what it gets is read. `has_said`: what was being written is said now.
    """
    said = book.said_in(chat, after)[::-1]
    present = _present(chat.ticket_id)
    visitor = person_of(chat.visitor)
    ours = [one for one in present if one.person.is_staff_member and one.seen_at > now - STAYS]
    mine = next((one for one in present if one.person_id == visitor.pk), None)
    if mine is None or mine.seen_at < now - SAYS_EVERY or (has_said and mine.writes):
        be_present(chat.ticket, by=visitor, known=mine)
    upto = max([after, *(one.pk for one in said)])
    read_by_us = _read_by_us(chat, said, upto, is_seen=bool(ours))
    sending.show(
        chat, upto, is_seen=is_seen, answers=any(one.is_from_us for one in said), read_by_us=read_by_us
    )
    waits = chat.ticket.owner_id is None and chat.ticket.is_live and chat.taken_at is None
    return Window(
        said=said,
        upto=upto,
        writes=next((str(one.person) for one in ours if one.writes == DraftKind.REPLY), ""),
        read_by_us=read_by_us,
        place=waiting.place_of(chat.ticket) if waits else 0,
        foretold=waiting.foretell(chat.ticket, now) if waits else None,
        is_over=is_over(chat),
    )


def write(chat: Chat) -> None:
    """The visitor writes just now."""
    be_present(chat.ticket, by=person_of(chat.visitor), writes=DraftKind.REPLY)


def _read_by_us(chat: Chat, said: list[Message], upto: int, *, is_seen: bool) -> int:
    """Return up to where a colleague has read: what stands in an open ticket, and what stood before an answer."""
    read = upto if is_seen else max((one.pk for one in said if one.kind == MessageKind.REPLY), default=0)
    return max(read, chat.read_by_us)


@prepared
def _present(ticket: int) -> QuerySet[Presence]:
    return Presence.objects.filter(ticket=ticket).select_related("person")
