"""The conversation as one reads it: messages and facts in one line of time, days between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels import told as letter_words
from okno.channels.access import deliveries_of, letters_told_of
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.core.prepared import prepared
from okno.desk import access
from okno.desk.kinds import KINDS, sentence
from okno.desk.models import Attachment, Fact, Message, MessageKind, Ticket
from okno.desk.models.ticket import LIVE_DOORS
from okno.people.models import Person

MESSAGES = 40  # the newest ones; the earlier are a click away
FACTS = 200
# These facts are the messages themselves; the messages tell them better.
TOLD_BY_MESSAGES = frozenset(
    {"ticket.opened", "message.heard", "message.replied", "message.noted", "message.revised"}
)
_DELIVERY = {
    DeliveryState.QUEUED: ("queued", "queued"),
    DeliveryState.SENDING: ("queued", "queued"),
    DeliveryState.SENT: ("sent", "check"),
    DeliveryState.DELIVERED: ("sent", "delivered"),
    DeliveryState.UNCERTAIN: ("failed", "alert"),
    DeliveryState.FAILED: ("failed", "failed"),
    DeliveryState.CANCELLED: ("queued", "close"),
}
_IN_CHAT = {
    DeliveryState.QUEUED: _("waits in the chat"),
    DeliveryState.SENT: _("in the chat"),
    DeliveryState.DELIVERED: _("read in the chat"),
    DeliveryState.CANCELLED: _("not in the chat any more"),
}
_UNREAD = frozenset({DeliveryState.QUEUED, DeliveryState.SENT})
DOUBTS: dict[str, Promise] = {
    "no_sender": _("The letter names no sender."),
    "several_senders": _("The letter names several senders."),
    "several_from_headers": _("The letter has several From lines."),
    "name_is_another_address": _("The name of the sender is another address."),
    "hidden_characters": _("The name of the sender holds hidden characters."),
    "mixed_alphabets": _("The address mixes alphabets."),
    "lookalike_domain": _("The domain looks like another one."),
    "address_typed": _("The address was typed on a site; nobody has proved that it is really this person."),
}
_OTHER_DOUBT = _("The sender may not be who it seems.")


@dataclass(frozen=True, slots=True)
class Letter:
    """What became of one letter of ours."""

    state: str
    icon: str
    words: str
    address: str
    reason: str
    is_unread_in_chat: bool = False
    pk: int = 0
    what: str = ""  # of a letter that belongs to no message
    advice: str = ""  # what will happen by itself, or what there is to decide
    diagnostic: str = ""
    may_go_again: bool = False
    may_be_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what its card shows."""

    message: Message
    files: list[Attachment]  # all, those that were removed for good too
    letters: list[Letter]
    leaves_at: datetime | None
    doubts: list[str]
    can_undo: bool
    ways: list[Delivery] = field(default_factory=list)  # of its letters
    kind: str = "said"

    @property
    def pictures(self) -> list[Attachment]:
        """What is looked at in place."""
        return [file for file in self.files if file.is_seen]

    @property
    def papers(self) -> list[Attachment]:
        """What is opened or downloaded."""
        return [file for file in self.files if not file.is_seen]

    @property
    def has_more(self) -> bool:
        """True where the whole text holds more than the new words."""
        return bool(self.message.full_text) and self.message.full_text != self.message.text

    @property
    def failed(self) -> bool:
        """True where a letter did not arrive."""
        return any(letter.state == "failed" for letter in self.letters)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in its words."""

    fact: Fact
    words: str
    icon: str
    letter: Letter | None = None  # of ours that belongs to no message, where it did not arrive
    kind: str = "told"


@dataclass(frozen=True, slots=True)
class Day:
    """A new day begins."""

    day: date
    kind: str = "day"


@dataclass(slots=True)
class Conversation:
    """What stands between the head of the ticket and the composer."""

    entries: list[Said | Told | Day] = field(default_factory=list)
    has_earlier: bool = False


def conversation(person: Person, ticket: Ticket, *, everything: bool = False) -> Conversation:
    """Return the newest part of the conversation, or all of it; four queries (five where an automatic letter is lost)."""
    reader = access.Reader.like(person)
    messages = _messages(ticket.pk, reader=reader, at_most=None if everything else MESSAGES + 1)
    has_earlier = not everything and len(messages) > MESSAGES
    messages = messages[:MESSAGES] if has_earlier else messages
    entries: list[Said | Told] = [*cards(ticket, messages, person)]
    facts = _facts(ticket.pk, reader=reader)
    shown = [fact for fact in facts if not has_earlier or fact.at >= messages[-1].at]
    ways = letters_told_of(shown)
    entries += [told(fact, ways.get(fact.pk)) for fact in shown]
    entries.sort(key=_moment)
    return Conversation(_with_days(entries), has_earlier)


@prepared
def _messages(ticket: int, *, reader: access.Reader, at_most: int | None) -> QuerySet[Message]:
    standing = access.messages_for(reader.person(), Ticket(pk=ticket)).filter(undone_at=None)
    return standing.prefetch_related(None).order_by("-at", "-id")[:at_most]


@prepared
def _facts(ticket: int, *, reader: access.Reader) -> QuerySet[Fact]:
    facts = access.facts_for(reader.person(), Ticket(pk=ticket)).exclude(kind__in=TOLD_BY_MESSAGES)
    return facts.order_by("-at", "-id")[:FACTS]


def cards(
    ticket: Ticket,
    messages: list[Message],
    person: Person,
    ways: Mapping[int | None, list[Delivery]] | None = None,
) -> list[Said]:
    """Return the messages with what their cards show; `ways` are their deliveries, where these are known."""
    now = clock.now()
    files = access.files_of(ticket, messages)
    deliveries = deliveries_of(ticket, messages) if ways is None else ways
    return [card(one, person, now, files[one.pk], deliveries[one.pk]) for one in messages]


def card(
    message: Message, person: Person, now: datetime, files: list[Attachment], deliveries: list[Delivery]
) -> Said:
    """Return the message with what its card shows."""
    leaving = message.leaves_at if message.leaves_at is not None and message.leaves_at > now else None
    return Said(
        message=message,
        files=files,
        letters=[] if leaving else letters(message, deliveries),
        leaves_at=leaving,
        doubts=[str(DOUBTS.get(code, _OTHER_DOUBT)) for code in message.doubts],
        can_undo=leaving is not None and message.author_id == person.pk,
        ways=deliveries,
    )


def letters(message: Message, deliveries: list[Delivery]) -> list[Letter]:
    """Return what became of the letters of an answer; one line for each recipient."""
    if message.kind != MessageKind.REPLY:
        return []
    if not deliveries:
        in_chat = message.door in LIVE_DOORS
        waits = str(_IN_CHAT[DeliveryState.QUEUED] if in_chat else DeliveryState.QUEUED.label)
        return [Letter("queued", "queued", waits, "", "", in_chat)]
    return [letter(row) for row in deliveries]


def letter(row: Delivery) -> Letter:
    """Return what became of one letter, and what the reader may do about it."""
    tone, icon = _DELIVERY[DeliveryState(row.state)]
    there = _IN_CHAT.get(DeliveryState(row.state)) if row.door in LIVE_DOORS else None
    return Letter(
        tone,
        icon,
        str(there) if there else letter_words.called(row),
        "" if there else row.known_address,
        gettext(row.reason) if row.reason else "",  # kept in English, read in the reader's language
        bool(there) and row.state in _UNREAD,
        row.pk,
        "" if row.message_id else row.get_purpose_display(),
        letter_words.advice(row),
        row.diagnostic,
        letter_words.may_go_again(row),
        letter_words.may_be_stopped(row),
    )


def told(fact: Fact, way: Delivery | None = None) -> Told:
    """Return the fact in its words, with the letter of which it tells, where somebody may have to decide about that."""
    return Told(fact, sentence(fact.kind, fact.data), KINDS[fact.kind].icon, letter(way) if way else None)


def history(person: Person, ticket: Ticket) -> list[Told]:
    """Return all that happened, the newest first, at most a thousand."""
    return [told(fact) for fact in access.facts_for(person, ticket).order_by("-at", "-id")[:1000]]


def _moment(entry: Said | Told) -> tuple[datetime, int, int]:
    if isinstance(entry, Said):
        return entry.message.at, 0, entry.message.pk
    return entry.fact.at, 1, entry.fact.pk


def _with_days(entries: list[Said | Told]) -> list[Said | Told | Day]:
    with_days: list[Said | Told | Day] = []
    last = None
    for entry in entries:
        day = timezone.localtime(_moment(entry)[0]).date()
        if last is not None and day != last:
            with_days.append(Day(day))
        with_days.append(entry)
        last = day
    return with_days
