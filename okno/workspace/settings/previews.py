"""What customers and approvers will see, while one writes it: the questions of a form, the letters about a ticket."""

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock
from okno.desk import access, occasions
from okno.desk.matters import Matter, matter_of, name_of
from okno.desk.models import (
    ASKING,
    Approval,
    ApprovalQuestion,
    ApprovalStep,
    Because,
    LoopPlan,
    Occasion,
    Ticket,
)
from okno.people.models import Person
from okno.setup import setups
from okno.workspace.doors import Request, room
from okno.workspace.settings import questions, steps
from okno.workspace.settings.forms.loop import LoopForm
from okno.workspace.settings.sections import section_for

_WHY: Final = {
    Occasion.WAITING: gettext_lazy("Please tell us the number of your room."),
    Occasion.REFUSED: gettext_lazy("There is no money for it this year."),
}


@room("POST")
def preview(request: Request) -> HttpResponse:
    """Show the questions as they were written; and what comes after “Send”; what cannot be so is told in a sentence."""
    section_for(request.user, setups.REQUEST_TYPES.name)
    field = questions.QuestionsField()
    given = questions.QuestionRows().value_from_datadict(request.POST, request.FILES, "questions")
    rows = field.clean(given)
    approval = steps.StepsField().clean(
        steps.StepRows().value_from_datadict(request.POST, request.FILES, "approval")
    )
    context = questions.preview(rows) | steps.after_send(approval, rows)
    return render(request, "workspace/settings/preview.html", context)


@room("POST")
def letters(request: Request) -> HttpResponse:
    """Show the letters as they were written, about a new ticket with a deadline; a name that nobody knows stays in its braces."""
    section_for(request.user, setups.LOOP.name)
    form = LoopForm(request.POST, instance=LoopPlan(), by=request.user)
    tickets = access.tickets_for(request.user).select_related("requester", "owner", "service", "priority")
    ticket = tickets.exclude(next_due_at=None).last() or tickets.last()
    if ticket is None or not form.is_valid():
        return render(request, "workspace/settings/letters.html")
    plan = LoopPlan(**form.plain())
    asked = _asked(ticket, request.user)
    told = [
        (one.label, plan.leaves(one), _words(one, ticket, asked, plan), one in ASKING) for one in Occasion
    ]
    return render(request, "workspace/settings/letters.html", {"letters": told})


def _words(occasion: Occasion, ticket: Ticket, asked: Matter, plan: LoopPlan) -> str:
    if occasion in ASKING:
        instead = str(Because.AWAY.label) if occasion == Occasion.INSTEAD else ""
        return occasions.asking(occasion, asked, ticket.requester, plan, why=instead)
    why = str(_WHY.get(occasion, ""))
    refused = {"decided_by": name_of(ticket.requester)} if occasion == Occasion.REFUSED else {}
    return occasions.words(occasion, ticket, ticket.requester, plan, knows_us=True, why=why, **refused)


def _asked(ticket: Ticket, by: Person) -> Matter:
    """Return a question of the one who looks, about a ticket as it is: nobody is asked it."""
    approval = Approval(ticket=ticket, by=by, what=_("May we buy a new cartridge?"))
    step = ApprovalStep(approval=approval, due_at=clock.now() + timedelta(days=1))
    return matter_of(ApprovalQuestion(step=step))
