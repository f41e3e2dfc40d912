"""Letters that would tell of yesterday: what must still be so when a letter leaves."""

from collections.abc import Callable

from okno.channels import recipients
from okno.channels.models import Delivery
from okno.channels.models.delivery import Purpose
from okno.desk.models import Message, MessageKind, State, Ticket, WaitingFor


def is_moot(delivery: Delivery) -> bool:
    """True for the letter of a reply that was called back, and for one about a step that holds no more; locks the message."""
    if delivery.message_id is not None:
        message = Message.objects.select_for_update().get(pk=delivery.message_id)
        return message.undone_at is not None
    if delivery.purpose == Purpose.APPROVAL:
        return recipients.asked_by(delivery) is None
    holds = _HOLDS.get(Purpose(delivery.purpose))
    return holds is not None and (delivery.ticket is None or not holds(delivery.ticket))


def _is_at_work_in_silence(ticket: Ticket) -> bool:
    """True while somebody has the ticket and has not answered: an answer says more than that somebody is at it."""
    answers = ticket.messages.filter(kind=MessageKind.REPLY, undone_at=None)
    return ticket.is_live and ticket.owner_id is not None and not answers.exists()


_HOLDS: dict[Purpose, Callable[[Ticket], bool]] = {
    Purpose.ASK_SOLVED: lambda ticket: ticket.state == State.RESOLVED,
    Purpose.TAKEN: _is_at_work_in_silence,
    Purpose.WAITING: lambda ticket: ticket.waiting_for == WaitingFor.CUSTOMER,
    Purpose.CLOSED: lambda ticket: ticket.state == State.CLOSED,
}
