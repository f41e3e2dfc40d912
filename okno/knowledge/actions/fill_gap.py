"""What editors decide about a gap: it is not needed, or an article is begun from it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk.models import Ticket
from okno.knowledge.actions._growing import grown
from okno.knowledge.models import Article, Gap
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
    article = grown(tickets, gap.name, by=by)
    gap.draft, gap.aside_at, gap.aside_by = article, None, None
    gap.save(update_fields=["draft", "aside_at", "aside_by"])
    return article
