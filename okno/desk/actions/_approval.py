"""What the verbs of approval share: a step begins, a step or the whole course ends. The ticket is held by the verb."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from okno.catalog.approvals import Rule
from okno.desk import approvals, clocks, hands
from okno.desk.actions._ground import step as next_state
from okno.desk.actions._request import open_parts
from okno.desk.actions.wait import mark_waiting
from okno.desk.approvals import Wanted, called
from okno.desk.journal import record
from okno.desk.models import (
    Approval,
    ApprovalQuestion,
    ApprovalState,
    ApprovalStep,
    Approved,
    Ticket,
    WaitingFor,
)
from okno.desk.models.ticket import APPROVALS
from okno.people.actions.meet import robot
from okno.people.models import Person

ASKED = ApprovalState.ASKED


def standing(ticket: Ticket) -> Approval | None:
    """Return the course that stands, if there is one."""
    return Approval.objects.filter(ticket=ticket, state=ASKED).first()


def present(approval: Approval) -> ApprovalStep | None:
    """Return the step whose turn it is."""
    return approval.steps.filter(state=ASKED).first()


def ask_next(ticket: Ticket, approval: Approval, *, by: Person, at: datetime, why: str = "") -> bool:
    """Ask in the next step that has somebody to ask; False where no step is left and all is approved.

    Records the fact of what it asks.
    """
    for row in approval.steps.filter(state=ApprovalState.PLANNED).order_by("place"):
        found = approvals.found(row.recipe, ticket, at)
        if found.is_own:
            _pass(ticket, row, at)
            continue
        row.state, row.asked_at = ASKED, at
        row.due_at = approvals.due(row.recipe, ticket, at)
        row.save()
        questions = add(row, found.wanted, at)
        ticket.approval = Approved.ASKED
        told = wait_on(ticket, row, questions, by=by, at=at)
        record("approval.asked", ticket, by=by, at=at, why=why, step=row.recipe["name"], **told)
        return True
    return False


def finish(ticket: Ticket, approval: Approval, *, at: datetime) -> None:
    """All is approved: the ticket goes on, and a request of several parts opens them now."""
    end(approval, ApprovalState.APPROVED, at)
    ticket.approval = Approved.APPROVED
    goes_on = go_on(ticket, by=robot(), at=at)
    why = _("Everybody who was asked has agreed.")
    record("approval.given", ticket, by=robot(), at=at, why=why, goes_on=goes_on)
    if approval.is_of_form:
        open_parts(ticket, at=at)


def add(row: ApprovalStep, wanted: Iterable[Wanted], at: datetime) -> list[ApprovalQuestion]:
    """Ask these people in a step; whoever was asked in it before is asked again."""
    asked = []
    for one in wanted:
        values = {"instead_of": one.instead_of, "because": one.because, "state": ASKED, "asked_at": at}
        question, _made = ApprovalQuestion.objects.update_or_create(
            step=row, person=one.person, defaults={**values, "answered_at": None, "reason": ""}
        )
        asked.append(question)
    return asked


def wait_on(
    ticket: Ticket, row: ApprovalStep, fresh: Sequence[ApprovalQuestion], *, by: Person, at: datetime
) -> dict[str, Any]:
    """Let the ticket wait for all who are asked in the step, and return what the fact keeps of the fresh questions."""
    wanted = approvals.waits_for(row.questions.select_related("person"))
    if ticket.waiting_for != wanted:
        mark_waiting(ticket, wanted, until=None, by=by, at=at)
    names = called(one.person for one in fresh)
    return {"names": names, "questions": [one.pk for one in fresh], "waiting_for": wanted.value}


def go_on(ticket: Ticket, *, by: Person, at: datetime) -> bool:
    """Take a ticket that waits for an approval into work; False where it does not wait for one."""
    if ticket.waiting_for not in APPROVALS:
        return False
    ticket.state = next_state(ticket, "resume")
    ticket.waiting_for, ticket.waiting_until = WaitingFor.NOBODY, None
    clocks.resume(ticket, at)
    hands.look_now(ticket, by=by, at=at)
    return True


def end(approval: Approval, state: ApprovalState, at: datetime) -> None:
    """End the course; what is still asked or planned in it is asked no longer."""
    gone = ApprovalState.WITHDRAWN
    ApprovalQuestion.objects.filter(step__approval=approval, state=ASKED).update(state=gone, answered_at=at)
    approval.steps.filter(state=ASKED).update(
        state=state if state == ApprovalState.REFUSED else gone, due_at=None, ended_at=at
    )
    approval.steps.filter(state=ApprovalState.PLANNED).update(state=gone)
    approval.state, approval.ended_at = state, at
    approval.save(update_fields=["state", "ended_at"])


def end_step(row: ApprovalStep, at: datetime) -> bool:
    """End the step where enough have agreed; False where others still have to."""
    others = row.questions.filter(state=ASKED)
    if row.recipe["rule"] == Rule.ALL and others.exists():
        return False
    others.update(state=ApprovalState.WITHDRAWN, answered_at=at)
    row.state, row.due_at, row.ended_at = ApprovalState.APPROVED, None, at
    row.save(update_fields=["state", "due_at", "ended_at"])
    return True


def _pass(ticket: Ticket, row: ApprovalStep, at: datetime) -> None:
    row.state, row.asked_at, row.ended_at = ApprovalState.APPROVED, at, at
    row.save(update_fields=["state", "asked_at", "ended_at"])
    why = _("The one who asks decides about it for the organisation.")
    record("approval.passed", ticket, by=robot(), at=at, why=why)
