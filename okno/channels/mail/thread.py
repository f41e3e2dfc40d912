"""The conversation as one recipient knows it: which letters came before, and the last words of the customer."""

from dataclasses import dataclass, replace

from okno.channels.models import Delivery
from okno.desk import access
from okno.desk.models import Message, MessageKind, Ticket
from okno.people.models import Person

QUOTED_LINES = 20
QUOTED_SIGNS = 3000
LETTERS_AT_MOST = 60  # enough for the first and the last twenty


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The last message of the customer's side, cut short."""

    author: str
    message: Message
    lines: tuple[str, ...]
    more: int = 0  # lines that were left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Message-IDs for In-Reply-To and References, oldest first, and what to quote."""

    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quote: Quote | None = None

    @property
    def without_quote(self) -> "Thread":
        """The same place in the conversation, without anybody's words."""
        return replace(self, quote=None)


def thread_for(ticket: Ticket, person: Person, *, before: Message | None = None) -> Thread:
    """Return the thread of a ticket as this person may read it; a note is never part of it."""
    known = access.messages_for(person, ticket).exclude(kind=MessageKind.NOTE).filter(undone_at=None)
    if before is not None:
        known = known.filter(at__lte=before.at).exclude(pk=before.pk)
    first = list(known.order_by("at", "id")[:1])
    last = list(known.order_by("-at", "-id")[:LETTERS_AT_MOST])[::-1]
    messages = list({message.pk: message for message in [*first, *last]}.values())
    ids = [one for one in _ids(messages, person) if one]
    heard = [message for message in messages if message.kind == MessageKind.HEARD]
    answered = heard[-1].rfc_message_id if heard else ""
    return Thread(
        in_reply_to=answered or (ids[-1] if ids else ""),
        references=tuple(ids),
        quote=_quote(heard[-1]) if heard else None,
    )


def _ids(messages: list[Message], person: Person) -> list[str]:
    """Return the Message-IDs under which this person has these messages: each recipient's letter has its own."""
    sent = Delivery.objects.filter(message__in=messages, recipient=person).values_list(
        "message_id", "rfc_message_id"
    )
    own = dict(sent)
    return [str(own.get(message.pk, message.rfc_message_id)) for message in messages]


def _quote(message: Message) -> Quote | None:
    lines = message.text[:QUOTED_SIGNS].strip().splitlines()
    if not lines:
        return None
    total = len(message.text.strip().splitlines())
    kept = tuple(lines[:QUOTED_LINES])
    return Quote(author=str(message.author), message=message, lines=kept, more=total - len(kept))
