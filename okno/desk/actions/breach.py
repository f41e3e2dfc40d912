from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock as time
from okno.core.refusals import BadInput, Conflict, NotFound
from okno.core.text import one_line
from okno.desk.actions._ground import clean, lock
from okno.desk.journal import record
from okno.desk.models import Breach, BreachReason, Clock, Ticket
from okno.people.models import Person
from okno.sla.breach import is_missed

WORDS_AT_MOST = 500
EXCUSED_AT_MOST = 60 * 24 * 366  # minutes


class NotMissed(Conflict):
    message = _("This deadline was not missed: there is nothing to explain.")


class WrongExcuse(BadInput):
    message = _("Time is excused in whole minutes, from one minute to a year.")


@transaction.atomic
def explain(ticket: Ticket, clock: int, reason: BreachReason | None, *, by: Person, note: str = "") -> None:
    """Say why a deadline was missed; without a reason, take back what was said. Saying the same again changes nothing."""
    ticket, now = lock(ticket), time.now()
    missed, breach = _missed(ticket, clock, now)
    note = one_line(note, WORDS_AT_MOST) if reason else ""
    before = breach.reason
    if (before, breach.note) == (reason, note):
        return
    breach.reason, breach.note = reason, note
    breach.said_by, breach.said_at = (by, now) if reason else (None, None)
    breach.save()
    record(
        "breach.explained" if reason else "breach.unexplained",
        ticket,
        by=by,
        at=now,
        why=note,
        metric=missed.metric,
        clock=missed.started_at.isoformat(),
        before=before.name if before else "",
        after=reason.name if reason else "",
        before_en=before.name_en if before else "",
        after_en=reason.name_en if reason else "",
    )


@transaction.atomic
def excuse(ticket: Ticket, clock: int, minutes: int, *, by: Person, why: str = "") -> None:
    """Excuse working minutes of a missed deadline, with a reason; 0 takes them back. Reports keep both figures."""
    ticket, now = lock(ticket), time.now()
    missed, breach = _missed(ticket, clock, now)
    if not 0 <= minutes <= EXCUSED_AT_MOST:
        raise WrongExcuse
    why = one_line(clean(why), WORDS_AT_MOST) if minutes else ""
    before = breach.excused_minutes
    if (before, breach.excused_why) == (minutes, why):
        return
    breach.excused_minutes, breach.excused_why = minutes, why
    breach.excused_by, breach.excused_at = (by, now) if minutes else (None, None)
    breach.save()
    record(
        "breach.excused" if minutes else "breach.unexcused",
        ticket,
        by=by,
        at=now,
        why=why,
        metric=missed.metric,
        clock=missed.started_at.isoformat(),
        before=before,
        minutes=minutes or before,
    )


def _missed(ticket: Ticket, pk: int, now: datetime) -> tuple[Clock, Breach]:
    """Return the missed clock of the ticket, and what was said about it."""
    clock = Clock.objects.filter(ticket=ticket, pk=pk).select_related("calendar").first()
    if clock is None:
        raise NotFound
    if not is_missed(clock, now):
        raise NotMissed
    known = Breach.objects.filter(ticket=ticket, metric=clock.metric, started_at=clock.started_at)
    breach = known.select_related("reason").first()
    return clock, breach or Breach(ticket=ticket, metric=clock.metric, started_at=clock.started_at)
