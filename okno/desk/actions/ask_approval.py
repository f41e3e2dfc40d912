from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from okno.catalog.approvals import Step
from okno.core import clock
from okno.desk.actions._approval import ask_next, finish, standing
from okno.desk.actions._ground import clean, lock, step
from okno.desk.actions.close import reopen
from okno.desk.models import Approval, ApprovalStep, Ticket
from okno.desk.refusals import ApprovalStands, NeverAsked
from okno.people.models import Person

WHAT_AT_MOST = 4000


@transaction.atomic
def ask_for_approval(
    ticket: Ticket,
    steps: Sequence[Step],
    *,
    by: Person,
    what: str = "",
    at: datetime | None = None,
    is_of_form: bool = False,
) -> Approval:
    """Ask those who decide, step after step, and let the ticket wait for them; asking the same twice is asking once.

    `steps` are those of okno.catalog.approvals; `what` is the question of a colleague, empty where the form says it.
    """
    ticket = lock(ticket)
    what = clean(what, may_be_empty=is_of_form)[:WHAT_AT_MOST]
    if known := standing(ticket):
        if known.what == what and list(known.steps.values_list("recipe", flat=True)) == list(steps):
            return known
        raise ApprovalStands
    step(ticket, "wait")
    at = at or clock.now()
    approval = Approval.objects.create(ticket=ticket, what=what, is_of_form=is_of_form, by=by, at=at)
    rows = [ApprovalStep(approval=approval, place=place, recipe=one) for place, one in enumerate(steps, 1)]
    ApprovalStep.objects.bulk_create(rows)
    why = _("This kind of request is approved before the work begins.") if is_of_form else what
    if not ask_next(ticket, approval, by=by, at=at, why=why):
        finish(ticket, approval, at=at)
    return approval


@transaction.atomic
def ask_again(ticket: Ticket, *, by: Person) -> Approval:
    """Ask once more what was refused or withdrawn, from the first step on; a closed ticket is taken up again for it."""
    ticket = lock(ticket)
    if known := standing(ticket):
        return known
    last = ticket.approvals.order_by("-id").first()
    if last is None:
        raise NeverAsked
    if ticket.is_over:
        reopen(ticket, by=by, why=_("It is asked for approval once more."))
    steps = list(last.steps.values_list("recipe", flat=True))
    return ask_for_approval(ticket, steps, by=by, what=last.what, is_of_form=last.is_of_form)
