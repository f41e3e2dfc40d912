"""Who is told when something happens in a ticket; the reaction may run twice."""

from okno.desk.models import Fact
from okno.desk.reacting import on
from okno.notify.actions.tell import tell
from okno.notify.whom import FACTS


@on(*FACTS)
def spread(fact: Fact) -> None:
    """Tell those whom it concerns, each once and by the ways of their own choice."""
    tell(fact)
