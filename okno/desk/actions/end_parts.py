from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from okno.catalog.models import WhenOpen
from okno.core.prepared import prepared
from okno.core.said import own_words
from okno.desk.models import FilledForm, Ticket
from okno.desk.models.ticket import LIVE
from okno.desk.refusals import OpenParts
from okno.people.models import Person

End = Callable[..., None]  # resolve or close


def end_parts(whole: Ticket, end: End, *, by: Person, at: datetime) -> None:
    """Let the open parts of a request end with it, or refuse by their names, as its request type decides.

    What the customer says himself about his request is said about all of it.
    """
    if whole.part_of_id is not None or not (parts := _open_parts(whole.pk)):
        return
    if (by.is_staff_member or by.is_robot) and _rule(whole) != WhenOpen.ALONG:
        names = ", ".join(f"№ {part.number} ({part.team or '—'})" for part in parts)
        raise OpenParts(names)
    why = own_words(gettext_noop("The whole request № %(number)d has ended."), number=whole.number)
    for part in parts:
        end(part, by=by, why=why, at=at)


@prepared
def _open_parts(whole: int) -> QuerySet[Ticket]:
    live = Ticket.objects.filter(part_of=whole, merged_into=None, state__in=LIVE)
    return live.select_related("team").order_by("pk")


def _rule(whole: Ticket) -> str:
    form = FilledForm.objects.filter(ticket=whole).select_related("version__request_type").first()
    return form.version.request_type.open_parts if form else WhenOpen.WAIT
