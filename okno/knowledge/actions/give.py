from django.db import transaction

from okno.core import clock
from okno.desk.models import Ticket
from okno.knowledge.models import Article, Given
from okno.people.models import Person


@transaction.atomic
def give(article: Article, ticket: Ticket, *, by: Person) -> None:
    """Write down that the article was given in the ticket; giving it twice changes nothing."""
    assert article.version is not None, "only published articles are given"
    Given.objects.get_or_create(
        article=article, ticket=ticket, defaults={"version": article.version, "by": by, "at": clock.now()}
    )


@transaction.atomic
def take_back(article: Article, ticket: Ticket) -> None:
    """Forget that the article was given there, for it was not sent after all; twice is once."""
    Given.objects.filter(article=article, ticket=ticket).delete()
