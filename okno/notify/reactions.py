"""Who is told when something happens in a ticket or to an article; the reaction may run twice."""

from django.utils import timezone

from okno.desk.models import Fact
from okno.desk.reacting import on, on_many
from okno.knowledge.models import Happening
from okno.knowledge.reacting import on_happening
from okno.notify.actions.read import settle_article, settle_queue
from okno.notify.actions.tell import tell, tell_all
from okno.notify.actions.tell_of_article import tell_of_article
from okno.notify.whom import FACTS, OF_MANY
from okno.notify.whom_of_articles import HAPPENINGS


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


@on_happening(*HAPPENINGS)
def spread_article(happening: Happening) -> None:
    """Tell those whom it concerns what became of an article."""
    tell_of_article(happening)


@on_happening("written", "dropped", "sent_back", "published", "archived", "described", "looked_through")
def settle(happening: Happening) -> None:
    """What an article waits for no more is news for nobody."""
    settle_article(happening.article, timezone.localdate())
