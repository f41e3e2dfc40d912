from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.desk.models import Ticket
from okno.knowledge.models import Article, Wish
from okno.people.models import Person


class NoWords(BadInput):
    message = _("Please say in a few words what the article should answer.")


@transaction.atomic
def wish(ticket: Ticket, words: str, *, by: Person) -> None:
    """Tell the editors which article was missed in the ticket; a ticket has one wish, the last words count."""
    words = one_line(words, 200)
    if not words:
        raise NoWords(field="words")
    told = {"words": words, "by": by, "at": clock.now(), "article": None}
    Wish.objects.update_or_create(ticket=ticket, defaults=told)


@transaction.atomic
def fulfil(wished: Wish, article: Article) -> None:
    """Let the article answer the wish; one that another article answers already stays so."""
    Wish.objects.filter(pk=wished.pk, article=None).update(article=article)
