"""What editors decide about a gap: it is not needed, or an article is begun from it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk.models import Ticket
from okno.knowledge.actions.describe import About
from okno.knowledge.actions.start import start
from okno.knowledge.gathering.answers import told_in
from okno.knowledge.gathering.composing import composed, title_of
from okno.knowledge.models import Article, Gap, Source
from okno.knowledge.models.article import TITLE_AT_MOST
from okno.people.models import Person


class AlreadyBegun(Conflict):
    message = _("Somebody else has begun this article already.")


@transaction.atomic
def put_aside(gap: Gap, *, by: Person) -> None:
    """Say that no article is needed for it; twice is once."""
    Gap.objects.filter(pk=gap.pk, aside_at=None).update(aside_at=clock.now(), aside_by=by)


@transaction.atomic
def take_up(gap: Gap) -> None:
    """Undo that: it stands in the list again."""
    Gap.objects.filter(pk=gap.pk).update(aside_at=None, aside_by=None)


@transaction.atomic
def begin(gap: Gap, tickets: Sequence[Ticket], *, by: Person) -> Article:
    """Begin an article out of the best answers of these tickets, without personal data; raises AlreadyBegun.

    The tickets are those of the gap that the editor may see, the one that stands for it first; searches have none.
    """
    gap = Gap.objects.select_for_update().get(pk=gap.pk)
    if gap.draft_id is not None:
        raise AlreadyBegun
    told = told_in(tickets)
    title, text = (title_of(told), composed(told)) if told else (gap.name, "")
    title = (title or gap.name)[:TITLE_AT_MOST]
    article = start(title[:1].upper() + title[1:], text, About(owner=by), by=by)
    Source.objects.bulk_create(Source(article=article, ticket=ticket) for ticket in tickets)
    gap.draft, gap.aside_at, gap.aside_by = article, None, None
    gap.save(update_fields=["draft", "aside_at", "aside_by"])
    return article
