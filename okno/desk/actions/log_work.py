from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Ticket, WorkLog
from okno.people.models import Person

DAY = 24 * 60


class WrongMinutes(BadInput):
    message = _("Work is logged in whole minutes, from one minute to one day at a time.")


@transaction.atomic
def log_work(ticket: Ticket, minutes: int, *, by: Person, note: str = "", key: str = "") -> WorkLog:
    """Write down work that was done, in minutes; the same key is logged once."""
    if not 1 <= minutes <= DAY:
        raise WrongMinutes
    ticket = lock(ticket)
    if key and (known := WorkLog.objects.filter(person=by, key=key).first()):
        return known
    now = clock.now()
    row = WorkLog.objects.create(
        ticket=ticket, person=by, minutes=minutes, note=one_line(note, 500), at=now, key=key
    )
    record("work.logged", ticket, by=by, at=now, minutes=minutes, note=row.note)
    return row


@transaction.atomic
def take_back_work(row: WorkLog, *, by: Person) -> None:
    """Take back what was logged by mistake; the course of the ticket keeps that it was there. Twice is once."""
    ticket = lock(row.ticket)
    if not WorkLog.objects.filter(pk=row.pk).delete()[0]:
        return
    record("work.taken_back", ticket, by=by, at=clock.now(), minutes=row.minutes, name=str(row.person))
