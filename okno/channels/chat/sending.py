"""How an answer reaches the visitor: in the window at once; what was not shown there within a minute goes on by mail.

`Chat.goes_on_at` is the one timer: when to look whether something was said that no window has shown, or asked in vain.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_noop as _

from okno.channels import deliveries, recipients
from okno.channels.chat import book, solving, waiting
from okno.channels.chat.visitors import person_of
from okno.channels.models import Chat, Delivery, DeliveryState
from okno.core import clock, jobs
from okno.core.prepared import prepared
from okno.core.said import own_words
from okno.desk.actions.reply import Then
from okno.desk.actions.tell_chat import tell_going_on
from okno.desk.models import Fact, Message, MessageKind, Occasion, Presence
from okno.desk.models.ticket import LIVE_DOORS
from okno.people.actions.meet import robot

LEFT_AFTER = timedelta(seconds=75)  # whose window says nothing for so long has left
AT_ONCE = 200  # chats of one sweep
ANSWERS_AT_MOST = 20  # of one chat that leave by mail together
AWAY = _("The visitor has left; the answer waits in the chat.")
LEFT = _("The visitor has left the chat.")
WENT_ON = _("The visitor has left; it went on by mail.")


@transaction.atomic
def send(fact: Fact) -> None:
    """Put an answer into the chat; twice is once."""
    message = fact.message
    if message is None or message.undone_at is not None or message.ticket.door not in LIVE_DOORS:
        return
    for chat in _held(message.ticket_id):
        _send(chat, message, fact)


def _send(chat: Chat, message: Message, fact: Fact) -> None:
    now = clock.now()
    here, is_shown = is_here(chat, now), message.pk <= chat.shown_upto
    is_read = message.pk <= chat.read_upto  # the window is often faster than this job
    state = DeliveryState.SENT if is_shown or here else DeliveryState.QUEUED
    is_new = deliveries.note_in_chat(
        message,
        fact,
        person_of(chat.visitor),
        mark=f"chat:{chat.pk}",
        state=DeliveryState.DELIVERED if is_read else state,
        reason="" if is_shown or here else AWAY,
    )
    if not is_new:
        return
    if is_shown or not here:  # else the window comes for it at once, and tells what became of it
        deliveries.nudge_of(message.ticket, read=chat.read_upto if is_read else 0)
    is_asked = fact.data.get("then") == Then.RESOLVE.value
    if (is_asked or not is_shown) and chat.goes_on_at is None:
        Chat.objects.filter(pk=chat.pk).update(goes_on_at=now + LEFT_AFTER if here else now)
        if not here:
            jobs.wake(go_on)
    if chat.taken_at is None:
        waiting.end_of_waiting(fact)


@prepared
def _held(ticket: int) -> QuerySet[Chat]:
    chats = Chat.objects.select_for_update(of=("self",)).select_related("visitor__person__merged_into")
    return chats.filter(ticket=ticket)


def is_here(chat: Chat, now: datetime) -> bool:
    """True while the visitor's window speaks with the desk."""
    seen = Presence.objects.filter(ticket=chat.ticket_id, person=person_of(chat.visitor))
    return seen.filter(seen_at__gt=now - LEFT_AFTER).exists()


def look_later(pk: int) -> None:
    """Look soon whether something waits for the visitor: there is an address now."""
    Chat.objects.filter(pk=pk, goes_on_at=None).update(goes_on_at=clock.now() + LEFT_AFTER)


def show(chat: Chat, upto: int, *, is_seen: bool, answers: bool, read_by_us: int) -> None:
    """The window has got what was said up to here, with `answers` of ours among it or not; all marks in one statement.

    What was beyond the last mark of this window and is no answer has no delivery to be marked.
    """
    upto = max(upto, chat.shown_upto)
    marks = {"shown_upto": upto, "read_upto": upto if is_seen else 0, "read_by_us": read_by_us}
    fresh = {name: Greatest(name, value) for name, value in marks.items() if value > getattr(chat, name)}
    if not fresh:
        return
    Chat.objects.filter(pk=chat.pk).update(**fresh)
    is_read_now = is_seen and chat.read_upto < chat.shown_upto  # shown before, read only now
    if answers or is_read_now:
        _came(chat, upto, is_seen=is_seen)


def _came(chat: Chat, upto: int, *, is_seen: bool) -> None:
    """Mark the answers that have come, or been read, up to here."""
    before = [DeliveryState.QUEUED, DeliveryState.SENT] if is_seen else [DeliveryState.QUEUED]
    came = _of_chat(chat).filter(message__lte=upto, state__in=before)
    if _mark(came, DeliveryState.DELIVERED if is_seen else DeliveryState.SENT, clock.now()):
        deliveries.nudge_of(chat.ticket, read=upto if is_seen else 0)


def read(chat: Chat, upto: int) -> None:
    """The visitor has read what was said up to here; an id beyond all that was shown counts as the last of that."""
    upto = min(upto, chat.shown_upto)
    if upto <= chat.read_upto:
        return
    Chat.objects.filter(pk=chat.pk, read_upto__lt=upto).update(read_upto=upto)
    _came(chat, upto, is_seen=True)


@jobs.task(name="channels.chat.go_on", queue="deliveries")
def go_on() -> None:
    """Look at the chats whose minute is over: what nobody has seen leaves by mail, where there is an address."""
    for _turn in range(AT_ONCE):
        if not _go_on_one():
            return


@jobs.every("* * * * * */20", seconds=60)
def look_for_left(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Look for what was missed."""
    go_on()


@transaction.atomic
def _go_on_one() -> bool:
    now = clock.now()
    due = Chat.objects.select_for_update(skip_locked=True, of=("self",)).filter(goes_on_at__lte=now)
    chat = due.select_related("visitor__person__merged_into", "ticket").order_by("goes_on_at").first()
    if chat is None:
        return False
    waiting, is_asked = list(_unseen(chat)), solving.is_asked(chat)
    if (waiting or is_asked) and is_here(chat, now):
        Chat.objects.filter(pk=chat.pk).update(goes_on_at=now + LEFT_AFTER)
        return True
    Chat.objects.filter(pk=chat.pk).update(goes_on_at=None)
    address = address_of(chat)
    for message in waiting if address else ():
        _by_mail(chat, message, address)
    if is_asked and address:
        _ask_by_mail(chat, waiting, address)
    return True


def address_of(chat: Chat) -> str:
    """Return where the chat goes on when its visitor leaves: the address that he named, else the one of the known person."""
    return chat.email or recipients.address_of(person_of(chat.visitor))


def _by_mail(chat: Chat, message: Message, address: str) -> None:
    fact = Fact.objects.filter(message=message, kind="message.replied").first()
    if fact is None or deliveries.queue_onward(message, fact, person_of(chat.visitor), address) is None:
        return
    kept = Delivery.objects.filter(message=message, door=book.DOOR, state=DeliveryState.QUEUED)
    kept.update(state=DeliveryState.CANCELLED, settled_at=clock.now(), reason=WENT_ON)
    tell_going_on(message, address, by=robot(), why=own_words(LEFT))


def _ask_by_mail(chat: Chat, on_the_way: list[Message], address: str) -> None:
    """Ask whether it is solved: the window has closed without an answer. An answer of ours that goes by mail asks by itself."""
    resolved = Q(kind="ticket.resolved") | Q(kind="message.replied", data__then=Then.RESOLVE.value)
    fact = Fact.objects.filter(resolved, ticket=chat.ticket).order_by("-pk").first()
    if fact is not None and fact.message not in on_the_way:
        deliveries.queue_told(fact, Occasion.SOLVED, address=address)


def _unseen(chat: Chat) -> list[Message]:
    said = Message.objects.filter(ticket=chat.ticket, kind=MessageKind.REPLY, undone_at=None)
    said = said.filter(pk__gt=chat.shown_upto).exclude(
        deliveries__door="mail", deliveries__address=address_of(chat)
    )
    return list(said.select_related("ticket").order_by("pk")[:ANSWERS_AT_MOST])


def _of_chat(chat: Chat) -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__ticket=chat.ticket_id, door=book.DOOR)


def _mark(rows: QuerySet[Delivery], state: DeliveryState, now: datetime) -> int:
    return rows.update(state=state, sent_at=Coalesce("sent_at", now), settled_at=now, reason="")
