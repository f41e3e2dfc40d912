"""What a visitor does: agrees, begins, says, ends, goes on by mail. Each may come twice; what is said goes the one road."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.channels import guard
from okno.channels.chat import book, sending, waiting
from okno.channels.chat.visitors import person_of
from okno.channels.models import Chat, Visitor
from okno.core import clock
from okno.core.refusals import BadInput, NotFound
from okno.core.text import one_line
from okno.desk.actions.hear import Heard, NewFile, hear
from okno.desk.actions.tell_chat import end_chat
from okno.desk.models import Message
from okno.people import consents
from okno.people.actions.say_consent import say_consent
from okno.people.models import Channel, Person, normalised

WORDS_AT_MOST = 10_000
KEY_AT_MOST = 64
FACTS_AT_MOST, FACT_AT_MOST = 20, 300  # what a page tells of itself


class ChatIsOff(NotFound):
    message = _("There is no chat here at present.")


class BadAddress(BadInput):
    message = _("This does not look like a mail address.")


class ConsentMissing(BadInput):
    message = _("Without this consent we cannot take the request.")


def require_on() -> None:
    """Refuse to begin where the desk has no chat; raises ChatIsOff."""
    if not book.chat_desk().is_active:
        raise ChatIsOff


@transaction.atomic
def begin(
    visitor: Visitor,
    words: str,
    *,
    key: str,
    files: Sequence[NewFile] = (),
    email: str = "",
    page: str = "",
    context: Mapping[str, Any] | None = None,
    agreed: Collection[int] = (),
) -> Message:
    """Open a conversation with its first words; where one goes on already they are said there.

    `agreed` are the texts to which the visitor has just agreed; raises ConsentMissing where one is missing that is asked for.
    """
    require_on()
    desk, now = book.chat_desk(), clock.now()
    address = _address(email) if email.strip() else ""
    current = book.chat_of(visitor)
    if current is not None and not is_over(current):
        if address:
            current.email = go_on_by_mail(visitor, address)
        return say(current, words, key=key, files=files)
    heard = _heard(words, key, files)
    _agree(person_of(visitor), agreed)
    message = hear(heard, by=person_of(visitor), team=desk.team)
    if not Chat.objects.filter(ticket=message.ticket).exists():
        foretold = waiting.foretell(message.ticket, now)
        Chat.objects.create(
            visitor=visitor,
            ticket=message.ticket,
            started_at=now,
            email=address,
            page=one_line(page, 500),
            context=_facts(context or {}),
            low=foretold.low if foretold else None,
            high=foretold.high if foretold else None,
        )
    return message


@transaction.atomic
def say(chat: Chat, words: str, *, key: str, files: Sequence[NewFile] = ()) -> Message:
    """Say something in a conversation; one that is over is taken up again, or followed by another.

    A conversation that colleagues have joined with another one is not followed there: it may be somebody else's.
    """
    visitor, heard = chat.visitor, _heard(words, key, files)
    if (
        chat.ended_at is not None
    ):  # the chat before its ticket, as everywhere here: nobody waits for somebody in a circle
        Chat.objects.filter(pk=chat.pk).update(ended_at=None)
    is_joined = chat.ticket.merged_into_id is not None
    message = hear(
        heard,
        by=person_of(visitor),
        ticket=None if is_joined else chat.ticket,
        team=chat.ticket.team if is_joined else None,
        maybe_reply_to=chat.ticket if is_joined else None,
    )
    if message.ticket_id != chat.ticket_id:
        Chat.objects.get_or_create(
            ticket=message.ticket,
            defaults={"visitor": visitor, "started_at": clock.now(), "email": chat.email, "page": chat.page},
        )
    return message


def after(chat: Chat, message: Message) -> Chat:
    """Return the visitor's conversation as the message that was just said in it has left it; mostly nothing is asked anew."""
    ticket, owner = message.ticket, chat.ticket.owner
    if ticket.pk != chat.ticket_id:
        return book.chat_of(chat.visitor) or chat
    if owner is not None and owner.pk == ticket.owner_id:
        ticket.owner = owner
    chat.ticket, chat.ended_at = ticket, None
    return chat


def is_over(chat: Chat) -> bool:
    """True where the next words begin another conversation."""
    return chat.ended_at is not None or chat.ticket.is_over or chat.ticket.merged_into_id is not None


@transaction.atomic
def end(visitor: Visitor) -> None:
    """The visitor says that it is over; colleagues see it, and what is open in the ticket stays open."""
    chat = book.chat_of(visitor)
    if chat is None or chat.ended_at is not None:
        return
    Chat.objects.filter(pk=chat.pk).update(ended_at=clock.now())
    end_chat(chat.ticket, by=person_of(visitor))


@transaction.atomic
def go_on_by_mail(visitor: Visitor, email: str) -> str:
    """Remember where to go on when the visitor leaves; returns the address. It opens nothing but this conversation."""
    chat = book.open_to(visitor)
    address = _address(email)
    Chat.objects.filter(pk=chat.pk).update(email=address)
    sending.look_later(chat.pk)
    return address


def _agree(person: Person, agreed: Collection[int]) -> None:
    """Write down to which texts the visitor has agreed, before a word of his is kept."""
    for text in consents.asked_of(person):
        if text.pk not in agreed:
            raise ConsentMissing
        say_consent(text, by=person, is_given=True)


def _address(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise BadAddress from None
    address = normalised(Channel.MAIL, email)
    if guard.is_ours(address) or guard.is_robot_name(address):
        raise BadAddress
    return address[:254]


def _heard(words: str, key: str, files: Sequence[NewFile]) -> Heard:
    words = words.strip()[:WORDS_AT_MOST]
    if not key or len(key) > KEY_AT_MOST or not (words or files):
        raise BadInput
    mark = hashlib.sha256(f"chat {key}".encode()).hexdigest()[:40]
    return Heard(text=words, files=files, at=clock.now(), key=mark, door=book.DOOR)


def _facts(context: Mapping[str, Any]) -> dict[str, str]:
    """Keep a few short words of what the page tells."""
    told = list(context.items())[:FACTS_AT_MOST]
    return {one_line(str(name), 50): one_line(str(words), FACT_AT_MOST) for name, words in told}
