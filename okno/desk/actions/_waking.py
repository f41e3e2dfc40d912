"""What a customer's message does to the ticket that it comes to, by a door or by a colleague's hand: it wakes it, and it asks."""

from datetime import datetime
from typing import Any

from okno.desk import clocks, flow, hands
from okno.desk.journal import told_of
from okno.desk.models import Closure, Message, State, Ticket, WaitingFor
from okno.desk.models.ticket import APPROVALS
from okno.desk.pictures import changed, picture
from okno.desk.thanks import is_only_thanks
from okno.people.models import Person


def asks(*, text: str, is_automatic: bool) -> bool:
    """True for what waits for an answer; thanks and what a robot writes wake nothing."""
    return not is_automatic and not is_only_thanks(text)


def take_in(ticket: Ticket, message: Message, *, by: Person, at: datetime) -> dict[str, Any]:
    """Let the ticket be as after this message of a customer, from this moment on; returns what the fact keeps of it."""
    is_question = asks(text=message.text, is_automatic=message.is_automatic)
    before, after = State(ticket.state), flow.leads_to(ticket.state, "hear" if is_question else "thank")
    if ticket.waiting_for in APPROVALS:
        after = before  # what is written meanwhile approves nothing
    assert after is not None, "hearing is possible in every state"
    facts: dict[str, Any] = {}
    if before != after:
        was = picture(ticket)
        _wake(ticket, before, after, by=by, at=at)
        woke = changed(was, picture(ticket))
        facts = {"state_before": before.value, "state_after": after.value, "woke": woke}
    if is_question:
        clocks.ask(ticket, at, told=lambda: told_of(ticket))
        facts["asks"] = True
    return facts


def _wake(ticket: Ticket, before: State, after: State, *, by: Person, at: datetime) -> None:
    """Let the clocks run on from the moment at which the message was received, not read."""
    ticket.state = after
    ticket.waiting_for, ticket.waiting_until = WaitingFor.NOBODY, None
    hands.look_now(ticket, by=by, at=at)
    if before == State.WAITING:
        clocks.resume(ticket, at)
    else:
        Closure.objects.filter(ticket=ticket, reopened_at=None).update(reopened_at=at, reopened_by=by)
        ticket.resolved_at = ticket.closed_at = None
        clocks.start_again(ticket, by=by, at=at)
