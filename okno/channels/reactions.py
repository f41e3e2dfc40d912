"""What letters leave when something happens in a ticket; each reaction may run twice."""

from okno.channels import deliveries
from okno.channels.actions.drop_raw import drop_raw
from okno.desk.models import Fact
from okno.desk.reacting import on


@on("message.replied")
def send_reply(fact: Fact) -> None:
    """One letter to each recipient, not before the time for undo is over."""
    if fact.message is not None:
        deliveries.queue_reply(fact.message, fact)


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
    deliveries.queue_question(fact)


@on("message.redacted", "message.file_removed")
def forget_bytes(fact: Fact) -> None:
    """What was hidden in a message does not live on in the letter as it came."""
    if fact.message is not None:
        drop_raw(fact.message)
