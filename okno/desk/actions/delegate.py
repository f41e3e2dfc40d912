from django.db import transaction

from okno.core import clock
from okno.desk.actions._approval import add, wait_on
from okno.desk.actions._ground import lock
from okno.desk.approvals import Wanted, called
from okno.desk.journal import record
from okno.desk.models import ApprovalQuestion, ApprovalState, Because
from okno.desk.refusals import NoLongerAsked, WrongDelegate
from okno.people.models import Person


@transaction.atomic
def delegate(question: ApprovalQuestion, to: Person, *, by: Person, why: str = "") -> None:
    """Let somebody else decide in the place of who was asked; the same once more changes nothing."""
    ticket = lock(question.step.approval.ticket)
    question = ApprovalQuestion.objects.select_related("step__approval", "person").get(pk=question.pk)
    asked = question.step.questions.filter(person=to, state=ApprovalState.ASKED).first()
    if question.state == ApprovalState.DELEGATED and asked is not None:
        return
    if question.state != ApprovalState.ASKED:
        raise NoLongerAsked
    if (
        to.pk in (ticket.requester_id, question.person_id, question.person.merged_into_id)
        or not to.is_active
        or to.is_robot
    ):
        raise WrongDelegate
    now = clock.now()
    question.state, question.answered_at = ApprovalState.DELEGATED, now
    question.save(update_fields=["state", "answered_at"])
    fresh = [] if asked else add(question.step, [Wanted(to, question.person, Because.DELEGATED)], now)
    told = wait_on(ticket, question.step, fresh, by=by, at=now)
    told |= {"before": called([question.person]), "after": called([to])}
    record("approval.delegated", ticket, by=by, at=now, why=why, **told)
