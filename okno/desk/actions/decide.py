from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.core.refusals import NotAllowed
from okno.desk.actions._approval import ask_next, end, end_step, finish, go_on
from okno.desk.actions._ground import clean, lock
from okno.desk.actions.close import close
from okno.desk.journal import record
from okno.desk.models import Approval, ApprovalQuestion, ApprovalState, Approved, Ticket
from okno.desk.models.ticket import APPROVALS
from okno.desk.refusals import NoLongerAsked, OwnRequest
from okno.people.actions.meet import robot
from okno.people.models import Person

REASON_AT_MOST = 2000


@transaction.atomic
def approve(question: ApprovalQuestion, *, by: Person) -> None:
    """Agree to what one is asked: the next step is asked, or the ticket goes on; agreeing twice changes nothing."""
    ticket, question = _held(question, by)
    if question.state == ApprovalState.APPROVED:
        return
    row, now = question.step, clock.now()
    _answer(question, ApprovalState.APPROVED, "", now)
    record("approval.approved", ticket, by=by, at=now, step=row.recipe["name"])
    if not end_step(row, now):
        return
    why = _("The step before it is approved.")
    if not ask_next(ticket, row.approval, by=robot(), at=now, why=why):
        finish(ticket, row.approval, at=now)


@transaction.atomic
def refuse(question: ApprovalQuestion, *, by: Person, reason: str) -> None:
    """Refuse what one is asked, with the reason, which the requester reads; refusing twice changes nothing."""
    ticket, question = _held(question, by)
    if question.state == ApprovalState.REFUSED:
        return
    reason, now = clean(reason)[:REASON_AT_MOST], clock.now()
    _answer(question, ApprovalState.REFUSED, reason, now)
    end_refused(ticket, question.step.approval, by=by, at=now, reason=reason)


def end_refused(ticket: Ticket, approval: Approval, *, by: Person, at: datetime, reason: str) -> None:
    """End the course inside another verb: a request that has not begun is closed, any other ticket goes on without it."""
    end(approval, ApprovalState.REFUSED, at)
    ticket.approval = Approved.REFUSED
    closes = approval.is_of_form and ticket.waiting_for in APPROVALS
    goes_on = not closes and go_on(ticket, by=by, at=at)
    record("approval.refused", ticket, by=by, at=at, reason=reason, goes_on=goes_on, closes=closes)
    if closes:
        close(ticket, by=robot(), why=_("It was not approved: %(reason)s") % {"reason": reason}, at=at)


def _held(question: ApprovalQuestion, by: Person) -> tuple[Ticket, ApprovalQuestion]:
    """Hold the ticket and return the question as it is now; raises NotAllowed, OwnRequest, and NoLongerAsked."""
    ticket = lock(question.step.approval.ticket)
    rows = ApprovalQuestion.objects.select_related("step__approval", "person")
    question = rows.get(pk=question.pk)
    if by.pk not in (question.person_id, question.person.merged_into_id):
        raise NotAllowed
    if by.pk == ticket.requester_id:  # he was asked before he became the one who asks
        raise OwnRequest
    mine = (ApprovalState.ASKED, ApprovalState.APPROVED, ApprovalState.REFUSED)
    if question.state not in mine:
        raise NoLongerAsked
    return ticket, question


def _answer(question: ApprovalQuestion, state: ApprovalState, reason: str, at: datetime) -> None:
    if question.state != ApprovalState.ASKED:
        raise NoLongerAsked
    question.state, question.reason, question.answered_at = state, reason, at
    question.save(update_fields=["state", "reason", "answered_at"])
