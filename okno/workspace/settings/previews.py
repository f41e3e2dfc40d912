"""What customers will see, while one writes it: the questions of a form, the letters about the steps of a ticket."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from okno.desk import access, occasions
from okno.desk.models import LoopPlan, Occasion, Ticket
from okno.setup import setups
from okno.workspace.doors import Request, room
from okno.workspace.settings import questions, steps
from okno.workspace.settings.forms.loop import LoopForm
from okno.workspace.settings.sections import section_for


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
    told = [(one.label, plan.leaves(one), _words(one, ticket, plan)) for one in Occasion]
    return render(request, "workspace/settings/letters.html", {"letters": told})


def _words(occasion: Occasion, ticket: Ticket, plan: LoopPlan) -> str:
    why = _("Please tell us the number of your room.") if occasion == Occasion.WAITING else ""
    return occasions.words(occasion, ticket, ticket.requester, plan, knows_us=True, why=why)
