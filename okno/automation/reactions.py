"""When the rules are gone through; a reaction may run twice, a rule acts once for a fact."""

from okno.automation.actions.give import give
from okno.automation.actions.route import route
from okno.automation.matching import Moment
from okno.desk.models import Fact, MessageKind
from okno.desk.reacting import on


@on("ticket.opened")
def route_new(fact: Fact) -> None:
    """Bring a new ticket to where it belongs."""
    route(fact, Moment.OPENING)
    _give(fact)


@on("message.heard", "message.moved")
def route_anew(fact: Fact) -> None:
    """Look at the ticket again with what the customer has written since; what a robot writes is no news."""
    message = fact.message
    if message is not None and message.kind == MessageKind.HEARD and not message.is_automatic:
        route(fact, Moment.MESSAGE)


@on("ticket.service_set", "ticket.priority_set")
def route_changed(fact: Fact) -> None:
    """Let the rules go on from what a colleague has decided; what a rule has done sets no rule in motion (SEC-30)."""
    if not fact.by.is_robot:
        route(fact, Moment.CHANGE)


@on(
    "ticket.assigned",
    "ticket.handed_over",
    "ticket.sent_back",
    "ticket.passed_on",
    "ticket.put_back",
    "ticket.service_set",
    "ticket.reopened",
)
def give_on(fact: Fact) -> None:
    """Let the strategy of the team give away what has come to the team."""
    _give(fact)


def _give(fact: Fact) -> None:
    if fact.ticket is not None:
        give(fact.ticket)
