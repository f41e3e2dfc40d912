"""The deadline of an approval: who was silent is reminded, somebody else is asked, or the silence is a refusal."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.catalog.approvals import Late
from okno.core import clock
from okno.desk import approvals
from okno.desk.actions._approval import add, present, standing, wait_on
from okno.desk.actions._ground import lock
from okno.desk.actions.decide import end_refused
from okno.desk.actions.escalate import raise_to, those_above
from okno.desk.approvals import called
from okno.desk.journal import record
from okno.desk.models import ApprovalQuestion, ApprovalState, ApprovalStep, Ticket
from okno.people.actions.meet import robot
from okno.people.models import Person

AT_MOST = 500  # steps of one run; the rest is the next run's
REMINDERS = 3
NOT_SOONER = timedelta(minutes=10)  # a letter on each press of a button would be a nuisance
log = logging.getLogger(__name__)


@transaction.atomic
def remind(ticket: Ticket, *, by: Person, why: str = "") -> bool:
    """Ask those who are silent once more; False where nobody is asked, or all were asked just now."""
    ticket = lock(ticket)
    approval = standing(ticket)
    row = present(approval) if approval else None
    now = clock.now()
    if (
        row is None
        or row.asked_at is None
        or now - max(row.asked_at, row.reminded_at or row.asked_at) < NOT_SOONER
    ):
        return False
    _remind(ticket, row, by=by, at=now, why=why)
    return True


def look_after_approvals() -> None:
    """Look at the steps whose hours are over, each in a transaction of its own; what a verb holds is the next run's."""
    failed: list[int] = []
    for _turn in range(AT_MOST):
        with transaction.atomic():
            due = ApprovalStep.objects.filter(due_at__lte=clock.now()).exclude(pk__in=failed)
            rows = due.select_for_update(skip_locked=True, of=("self", "approval__ticket"))
            row = rows.select_related("approval__ticket").order_by("due_at", "pk").first()
            if row is None:
                return
            try:
                with transaction.atomic():
                    look_at(row)
            except Exception:
                log.exception("the sweep could not look after the approval of %s", row.approval.ticket)
                failed.append(row.pk)


@transaction.atomic
def look_at(row: ApprovalStep) -> None:
    """Do what the step says for when its hours are over; a step that is settled already is left as it is."""
    ticket, now = lock(row.approval.ticket), clock.now()
    row = ApprovalStep.objects.select_related("approval").get(pk=row.pk)
    if row.state != ApprovalState.ASKED or row.due_at is None or row.due_at > now:
        return
    row.reminders += 1
    _AT_DEADLINE[Late(row.recipe["late"])](ticket, row, now)


def _reminded(ticket: Ticket, row: ApprovalStep, now: datetime) -> None:
    if row.reminders > REMINDERS:
        _raised(ticket, row, now)
        return
    row.due_at = approvals.due(row.recipe, ticket, now)
    _remind(ticket, row, by=robot(), at=now, why=_silence(row))


def _substituted(ticket: Ticket, row: ApprovalStep, now: datetime) -> None:
    wanted = approvals.substitutes(row, ticket) if row.reminders == 1 else []
    if not wanted:
        _raised(ticket, row, now)
        return
    row.due_at = approvals.due(row.recipe, ticket, now)
    row.save()
    silent = called(one.person for one in _open(row))
    told = wait_on(ticket, row, add(row, wanted, now), by=robot(), at=now)
    told |= {"before": silent, "after": told["names"]}
    record("approval.substituted", ticket, by=robot(), at=now, why=_silence(row), **told)


def _raised(ticket: Ticket, row: ApprovalStep, now: datetime) -> None:
    """Let whoever is above know of it; who was asked is reminded once more, and nothing happens by itself after that."""
    row.due_at = None
    _remind(ticket, row, by=robot(), at=now, why=_silence(row))
    above = those_above([ticket], by=robot())[ticket.pk]
    if above:
        why = _("Nobody has answered whether it is approved. %(silence)s") % {"silence": _silence(row)}
        raise_to({ticket: above}, by=robot(), at=now, why={ticket.pk: why})


def _refused(ticket: Ticket, row: ApprovalStep, now: datetime) -> None:
    row.save()
    end_refused(ticket, row.approval, by=robot(), at=now, reason=_silence(row))


def _remind(ticket: Ticket, row: ApprovalStep, *, by: Person, at: datetime, why: str) -> None:
    row.reminded_at = at
    row.save()
    silent = _open(row)
    names, pks = called(one.person for one in silent), [one.pk for one in silent]
    record("approval.reminded", ticket, by=by, at=at, why=why, names=names, questions=pks)


def _open(row: ApprovalStep) -> list[ApprovalQuestion]:
    return list(row.questions.filter(state=ApprovalState.ASKED).select_related("person"))


def _silence(row: ApprovalStep) -> str:
    hours = row.recipe["hours"] * row.reminders
    words = ngettext("No answer for %(count)d working hour.", "No answer for %(count)d working hours.", hours)
    return words % {"count": hours}


_AT_DEADLINE: Final[dict[Late, Callable[[Ticket, ApprovalStep, datetime], None]]] = {
    Late.REMIND: _reminded,
    Late.SUBSTITUTE: _substituted,
    Late.ESCALATE: _raised,
    Late.REFUSE: _refused,
}
