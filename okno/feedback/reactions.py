"""What follows from a rating; the reaction may run twice."""

from okno.desk.models import Fact, Rating
from okno.desk.reacting import on
from okno.feedback.actions.listen import listen


@on("ticket.rated")
def hear_the_rating(fact: Fact) -> None:
    """A low rating is a task of the lead, and what the customer says with it a suggestion."""
    rating = Rating.objects.filter(ticket=fact.ticket).order_by("-pk").first()
    if rating is not None:
        listen(rating)
