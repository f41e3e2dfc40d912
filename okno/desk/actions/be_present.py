from django.db import transaction

from okno.core import clock
from okno.core.live import nudge
from okno.desk.models import Presence, Ticket
from okno.desk.models.draft import DraftKind
from okno.desk.models.presence import STAYS
from okno.people.models import Person


@transaction.atomic(savepoint=False)
def be_present(ticket: Ticket, *, by: Person, writes: str = "", known: Presence | None = None) -> None:
    """Say that somebody reads the ticket, or writes a reply or a note; colleagues hear of it only when it is news.

    No fact: looking changes nothing. Who says nothing for 25 seconds is gone. `known` is the row, where it has been read.
    """
    now = clock.now()
    said = {"writes": writes if writes in DraftKind.values else "", "seen_at": now}
    row, is_news = known, False
    if row is None:
        row, is_news = Presence.objects.get_or_create(ticket=ticket, person=by, defaults=said)
    if not is_news:
        is_news = row.writes != said["writes"] or row.seen_at < now - STAYS
        Presence.objects.filter(pk=row.pk).update(**said)  # another tab may have left meanwhile
    if is_news:
        _tell(ticket, by)


@transaction.atomic
def leave(ticket: Ticket, *, by: Person) -> None:
    """Say that somebody has turned to something else; saying it twice changes nothing."""
    gone, _ = Presence.objects.filter(ticket=ticket, person=by).delete()
    if gone:
        _tell(ticket, by)


def forget_the_gone() -> None:
    """Delete the rows of those who went without a word."""
    Presence.objects.filter(seen_at__lt=clock.now() - STAYS * 10).delete()


def _tell(ticket: Ticket, by: Person) -> None:
    nudge(presence=ticket.number, team=ticket.team_id, by=by.pk)
