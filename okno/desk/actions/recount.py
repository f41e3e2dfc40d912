from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.desk import clockface, clocks
from okno.desk.actions._ground import lock
from okno.desk.audit import agrees
from okno.desk.courses import account
from okno.desk.journal import record, told_of
from okno.desk.models import Clock, Ticket
from okno.desk.replay import Replay, replay
from okno.people.actions.meet import robot
from okno.sla.models import WorkCalendar


@transaction.atomic
def make_clocks_again(ticket: Ticket) -> bool:
    """Make the clocks of a ticket again from its facts alone, where they differ; True where they did.

    A ticket whose old facts do not tell enough is left as it is.
    """
    ticket = lock(ticket)
    facts = told_of(ticket)
    if agrees(ticket, clockface.of(ticket), facts) is not False:
        return False
    before = ticket.next_due_at
    make_again(ticket, replay(ticket, facts))
    _tell(ticket, ticket.priority.calendar, before, why=_("The clocks did not agree with the facts."))
    return True


def make_again(ticket: Ticket, seen: Replay) -> None:
    """Keep the clocks that a whole replay of the facts has seen, under their old ids, whatever was kept before."""
    kept, made = (
        {one.key: one for one in clockface.of(ticket)},
        [one.row(ticket) for one in seen.promised.values()],
    )
    for one in made:
        before = kept.get(one.key)
        one.pk = before.pk if before else None
        is_history = before is not None and not one.runs and account(before) == account(one)
        one.warned, one.warned_at = before.told if before else (0, None)
        clocks.sum_up(one)
        if before and is_history:
            one.due_at = before.due_at
    Clock.objects.filter(ticket=ticket).delete()
    Clock.objects.bulk_create(made)
    ticket.promised = dict(seen.terms)
    clocks.remember(ticket, made)


def _tell(ticket: Ticket, calendar: WorkCalendar, before: datetime | None, *, why: str) -> None:
    record(
        "ticket.recounted",
        ticket,
        by=robot(),
        at=clock.now(),
        why=why,
        calendar=calendar.name,
        before=_iso(before),
        after=_iso(ticket.next_due_at),
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
