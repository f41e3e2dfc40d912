"""Who is told when something happens in a ticket; the reaction may run twice."""

from okno.desk.models import Fact
from okno.desk.reacting import on
from okno.notify.actions.read import settle_queue
from okno.notify.actions.tell import tell
from okno.notify.whom import FACTS


@on(*FACTS)
def spread(fact: Fact) -> None:
    """Tell those whom it concerns, each once and by the ways of their own choice."""
    tell(fact)


@on("ticket.taken", "ticket.assigned", "ticket.handed_over")
def clear_the_queue(fact: Fact) -> None:
    """What somebody has taken in hand is new in the queue for nobody any more."""
    if fact.ticket is not None:
        settle_queue(fact.ticket)
