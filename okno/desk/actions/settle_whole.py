from django.db import transaction
from django.utils.translation import gettext_noop

from okno.core.said import own_words
from okno.desk import flow
from okno.desk.actions._ground import lock
from okno.desk.actions.close import reopen
from okno.desk.actions.resolve import resolve
from okno.desk.models import State, Ticket
from okno.desk.models.ticket import LIVE
from okno.people.actions.meet import robot


@transaction.atomic
def settle_whole(part: Ticket) -> None:
    """Let a request of several parts follow them: solved when all of them are, taken up again with any of them.

    Looks at the rows as they are now, so that doing it twice is doing it once.
    """
    if part.part_of_id is None:
        return
    whole = lock(Ticket(pk=part.part_of_id))
    if whole.merged_into_id is not None:
        return
    open_part = whole.parts.filter(state__in=LIVE).order_by("pk").first()
    if open_part is None and "resolve" in flow.possible(whole.state):
        resolve(whole, by=robot(), why=own_words(gettext_noop("All parts of the request are solved.")))
    elif open_part is not None and whole.state == State.RESOLVED:
        why = own_words(gettext_noop("Its part № %(number)d is in work again."), number=open_part.number)
        reopen(whole, by=robot(), why=why)
