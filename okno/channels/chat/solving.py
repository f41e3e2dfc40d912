"""What a visitor says when a colleague calls it solved: yes, and how well he was helped, or not yet. The portal's verbs do it."""

from django.db import transaction

from okno.channels.chat import book
from okno.channels.chat.visitors import person_of
from okno.channels.models import Chat, Visitor
from okno.core.refusals import NotAllowed, NotFound
from okno.desk import access
from okno.desk.actions.close import confirm, reopen
from okno.desk.actions.rate import rate
from okno.desk.models import State


def decides(chat: Chat) -> bool:
    """True where the visitor is the one who asked: whoever stands for the conversation now says whether it is solved."""
    return not chat.ticket.merged_into_id and access.may_rate(person_of(chat.visitor), chat.ticket)


def is_asked(chat: Chat) -> bool:
    """True while the visitor is asked whether it is solved."""
    return chat.ticket.state == State.RESOLVED and decides(chat)


@transaction.atomic
def say_solved(visitor: Visitor, *, stars: int = 0, words: str | None = None) -> None:
    """The visitor says yes, perhaps with a rating; where it has been taken up again in the meantime only that is told."""
    chat = _chat(visitor)
    if chat.ticket.state == State.RESOLVED:
        confirm(chat.ticket, by=person_of(visitor))
        if stars:
            rate(chat.ticket, stars, by=person_of(visitor), words=words)


@transaction.atomic
def say_unsolved(visitor: Visitor) -> None:
    """The visitor says not yet: the conversation goes on; saying so twice changes nothing."""
    chat = _chat(visitor)
    if chat.ended_at is not None:
        Chat.objects.filter(pk=chat.pk).update(ended_at=None)
    reopen(chat.ticket, by=person_of(visitor))


@transaction.atomic
def rate_help(visitor: Visitor, stars: int, *, words: str | None = None) -> None:
    """The visitor says how well he was helped; without `words` those that were said before stay."""
    rate(_chat(visitor).ticket, stars, by=person_of(visitor), words=words)


def _chat(visitor: Visitor) -> Chat:
    chat = book.chat_of(visitor)
    if chat is None:
        raise NotFound
    if not decides(chat):
        raise NotAllowed
    return chat
