"""What letters leave when something happens in a ticket; each reaction may run twice."""

from okno.channels import deliveries
from okno.channels.actions.drop_raw import drop_raw
from okno.channels.actions.follow_messages import follow_messages
from okno.channels.chat import sending, steps, waiting
from okno.desk.models import Fact, Occasion, WaitingFor
from okno.desk.models.ticket import LIVE_DOORS
from okno.desk.reacting import on


def _is_for_the_customer(fact: Fact) -> bool:
    return bool(fact.data.get("waiting_for") == WaitingFor.CUSTOMER)


@on("message.replied")
def send_reply(fact: Fact) -> None:
    """One letter to each recipient, not before the time for undo is over."""
    if fact.message is not None:
        deliveries.queue_reply(fact.message, fact)


def _is_in_a_chat(fact: Fact) -> bool:
    return fact.ticket is not None and fact.ticket.door in LIVE_DOORS


@on("message.replied", where=_is_in_a_chat)
def say_in_chat(fact: Fact) -> None:
    """Whoever sits in a chat has it there at once, and by mail where he has left."""
    sending.send(fact)


@on("ticket.taken", "ticket.assigned", where=_is_in_a_chat)
def end_of_waiting(fact: Fact) -> None:
    """Keep how long a visitor really waited for somebody."""
    waiting.end_of_waiting(fact)


@on("message.undone")
def call_back(fact: Fact) -> None:
    """The letters of a reply that was called back never leave."""
    if fact.message is not None:
        deliveries.cancel_of(fact.message)


@on("ticket.opened")
def acknowledge(fact: Fact) -> None:
    """Tell the sender the number and what is promised."""
    deliveries.queue_acknowledgement(fact)


@on("ticket.resolved")
def ask_whether_solved(fact: Fact) -> None:
    """Ask the requester; a reply that resolves asks by itself and records no such fact."""
    _tell(fact, Occasion.SOLVED)


@on("ticket.taken")
def say_it_is_in_work(fact: Fact) -> None:
    """Tell the requester once that somebody is at it, unless he is answered first."""
    _tell(fact, Occasion.TAKEN)


@on("ticket.waiting", where=_is_for_the_customer)
def say_we_wait(fact: Fact) -> None:
    """Tell the requester that it goes on with his answer; a reply that asks for it is such a letter itself."""
    _tell(fact, Occasion.WAITING)


@on("ticket.closed")
def say_it_is_closed(fact: Fact) -> None:
    """Tell the requester what was closed without his word, and how he takes it up again."""
    _tell(fact, Occasion.CLOSED)


def _tell(fact: Fact, occasion: Occasion) -> None:
    if not (_is_in_a_chat(fact) and steps.tell(fact, occasion)):
        deliveries.queue_told(fact, occasion)


@on("approval.asked", "approval.delegated", "approval.substituted", "approval.reminded")
def ask_whether_approved(fact: Fact) -> None:
    """One letter with two links to each of those who are asked."""
    deliveries.queue_approval(fact)


@on("approval.refused")
def tell_the_refusal(fact: Fact) -> None:
    """A request that ends before it began ends with a word about it."""
    deliveries.queue_refusal(fact)


def _is_of_moved_messages(fact: Fact) -> bool:
    return fact.kind != "ticket.opened" or "split_from" in fact.data


@on("message.moved", "ticket.opened", "ticket.unsplit", where=_is_of_moved_messages)
def letters_go_along(fact: Fact) -> None:
    """Where a person puts a message, there its letter belongs, and the flight recorder says who put it there."""
    follow_messages(fact)


@on("message.redacted", "message.file_removed")
def forget_bytes(fact: Fact) -> None:
    """What was hidden in a message does not live on in the letter as it came."""
    if fact.message is not None:
        drop_raw(fact.message)
