"""Approval of a ticket: a colleague asks for it, reminds, withdraws, asks again, or lets somebody else decide."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.catalog import approvals
from okno.catalog.approvals import DEFAULTS, HOURS, Late, Rule, Whom
from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.actions.ask_approval import WHAT_AT_MOST, ask_again, ask_for_approval
from okno.desk.actions.delegate import delegate
from okno.desk.actions.look_after_approvals import remind
from okno.desk.actions.withdraw_approval import withdraw_approval
from okno.desk.matters import progress_of
from okno.desk.models import ApprovalQuestion, ApprovalState, Ticket
from okno.people.models import Person
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.deeds import Asked, deed
from okno.workspace.tickets.places import address

USUAL_HOURS = 8


class AskForm(forms.Form):
    """One step, asked by hand; several steps are the business of request types."""

    what = forms.CharField(
        label=_("What is to be approved"),
        help_text=_("Who decides reads this, the subject and the form, and nothing else of the ticket."),
        max_length=WHAT_AT_MOST,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
    )
    whom = forms.MultipleChoiceField(
        label=_("Who decides"), choices=Whom.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.CharField(label=_("and these people, by mail address"), max_length=2000, required=False)
    rule = forms.ChoiceField(label=_("How many have to agree"), choices=Rule.choices)
    hours = forms.IntegerField(
        label=_("Working hours for the answer"),
        min_value=1,
        max_value=HOURS,
        initial=USUAL_HOURS,
        required=False,
    )
    late = forms.ChoiceField(label=_("When the hours are over"), choices=Late.choices)


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)


class InsteadForm(forms.Form):
    email = forms.EmailField(label=_("Mail address of who decides instead"), max_length=254)


@deed(AskForm, page="approval")
def approval(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or ask those who decide."""
    mails = asked["people"].replace(",", " ").replace(";", " ").split()
    for mail in mails:
        _known(request.user, mail)
    step = {**DEFAULTS, **{name: asked[name] for name in ("whom", "rule", "hours", "late")}, "people": mails}
    ask_for_approval(ticket, approvals.meant([step]), by=request.user, what=asked["what"])
    return _("Asked. The ticket waits for the answer.")


@deed()
def reminder(request: Request, ticket: Ticket, _asked: Asked) -> Promise:
    """Ask those who are silent once more."""
    if remind(ticket, by=request.user):
        return _("Reminded.")
    return _("They were asked a moment ago; please give them a little time.")


@deed(WithdrawForm, page="approval_withdrawal")
def withdrawal(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or go on without an approval."""
    withdraw_approval(ticket, by=request.user, why=asked["why"])
    return _("Nobody is asked any longer; the work goes on.")


@deed()
def repetition(request: Request, ticket: Ticket, _asked: Asked) -> Promise:
    """Ask once more for what was refused."""
    ask_again(ticket, by=request.user)
    return _("Asked once more.")


@room("GET", "HEAD", "POST")
def instead(request: Request, number: int, pk: int) -> HttpResponse:
    """Offer the form, or let somebody else decide than the one who is asked."""
    ticket = access.ticket_for(request.user, number, to="work")
    question = ApprovalQuestion.objects.filter(pk=pk, step__approval__ticket=ticket).first()
    if question is None:
        raise NotFound
    if request.method == "POST":
        to = _known(request.user, read(InsteadForm(request.POST))["email"])
        delegate(question, to, by=request.user)
        return go(request, address(ticket), _("Asked."))
    context = {"ticket": ticket, "form": InsteadForm(), "question": question}
    return render(request, "workspace/tickets/approval_instead.html", context)


def beside(person: Person, found: Ticket) -> dict[str, Any]:
    """Return what the rail shows of the approval; nothing is asked of the database where there is none."""
    course = progress_of(found) if found.approval else None
    if course is None:
        return {"course": None}
    mine = access.questions_for(person).filter(step__approval=course.approval).first()
    return {"course": course, "my_question": mine, "asked": ApprovalState.ASKED}


def _known(by: Person, mail: str) -> Person:
    """Return whom the colleague may know by a mail address; raises BadInput in the same words for all others."""
    person = access.people_for(by).filter(email__iexact=mail, is_active=True).first()
    if person is None:
        raise BadInput(gettext("nobody here has the mail address “%(mail)s”.") % {"mail": mail[:100]})
    return person
