from django.db import transaction
from django.utils.translation import gettext as _

from okno.core import clock
from okno.desk.actions._approval import end, go_on, standing
from okno.desk.actions._ground import lock
from okno.desk.actions._request import open_parts
from okno.desk.actions.wait import resume
from okno.desk.journal import record
from okno.desk.models import ApprovalState, Approved, Ticket
from okno.desk.models.ticket import APPROVALS
from okno.people.actions.meet import robot
from okno.people.models import Person


@transaction.atomic
def withdraw_approval(ticket: Ticket, *, by: Person, why: str = "") -> None:
    """Ask for approval no longer: the work goes on without it. Where nobody is asked, nothing changes."""
    ticket = lock(ticket)
    approval = standing(ticket)
    if approval is None:
        return
    now = clock.now()
    end(approval, ApprovalState.WITHDRAWN, now)
    ticket.approval = Approved.NEVER
    is_over = ticket.is_over or ticket.merged_into_id is not None
    goes_on = not is_over and go_on(ticket, by=by, at=now)
    record("approval.withdrawn", ticket, by=by, at=now, why=why, goes_on=goes_on)
    if approval.is_of_form and not is_over:
        open_parts(ticket, at=now)


@transaction.atomic
def settle_approval(ticket: Ticket) -> None:
    """Keep ticket and approval together: what is over asks nobody any longer, and nothing waits where nobody is asked.

    Looks at the rows as they are now, so that doing it twice is doing it once.
    """
    ticket = lock(ticket)
    asks = standing(ticket) is not None
    if asks and (ticket.is_over or ticket.merged_into_id is not None):
        withdraw_approval(ticket, by=robot(), why=_("The ticket is over."))
    elif not asks and ticket.waiting_for in APPROVALS:
        resume(ticket, by=robot(), why=_("Nobody is asked for approval any longer."))
