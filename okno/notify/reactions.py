"""Who is told when something happens in a ticket; the reaction may run twice."""

from okno.desk.models import Fact
from okno.desk.reacting import on, on_many
from okno.notify.actions.read import settle_queue
from okno.notify.actions.tell import tell, tell_all
from okno.notify.whom import FACTS, OF_MANY


@on(*FACTS)
def spread(fact: Fact) -> None:
    """Tell those whom it concerns, each once and by the ways of their own choice."""
    tell(fact)


@on_many(*OF_MANY)
def spread_all(facts: list[Fact]) -> None:
    """Tell of many facts at once."""
    tell_all(facts)


@on("ticket.taken", "ticket.assigned", "ticket.handed_over", "ticket.sent_back")
def clear_the_queue(fact: Fact) -> None:
    """What somebody has taken in hand is new in the queue for nobody any more."""
    if fact.ticket is not None:
        settle_queue(fact.ticket)
