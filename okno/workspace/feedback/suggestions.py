"""What customers wish for: sorted by the people of the product, written down beside a ticket."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.desk.models import Ticket
from okno.feedback import access
from okno.feedback.actions.suggest import ANSWER_AT_MOST, WORDS_AT_MOST, decide, suggest
from okno.feedback.models import SuggestionState
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around
from okno.workspace.tickets.deeds import Asked, deed

ROWS = 100


class DecisionForm(forms.Form):
    """What becomes of it."""

    state = forms.ChoiceField(choices=SuggestionState.choices)
    answer = forms.CharField(label=gettext_lazy("Why, or when"), max_length=ANSWER_AT_MOST, required=False)


class SuggestForm(forms.Form):
    """What a colleague heard."""

    words = forms.CharField(
        label=gettext_lazy("What should be otherwise, in the customer's words"),
        max_length=WORDS_AT_MOST,
        widget=forms.Textarea({"rows": 4, "autofocus": True}),
    )


@room()
def suggestions(request: Request) -> HttpResponse:
    """Show the suggestions of one state, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in SuggestionState.values else SuggestionState.NEW.value
    rows = access.suggestions_for(request.user).filter(state=state).order_by("-at", "-id")
    context = {
        "rows": rows.select_related("by", "organisation", "ticket", "rating", "invitation", "decided_by")[
            :ROWS
        ],
        "state": state,
        "states": list(SuggestionState),
        "may_decide": access.may_decide(request.user),
        "tab": "suggestions",
        "slug": "feedback",
    }
    return render(request, "workspace/feedback/suggestions.html", context | around(request))


@room("POST")
def decision(request: Request, pk: int) -> HttpResponse:
    """Take what becomes of a suggestion."""
    found = access.suggestion_for(request.user, pk, to="decide")
    said = read(DecisionForm(request.POST))
    before = found.state
    decide(found, said["state"], said["answer"], by=request.user)
    return go(request, f"{reverse('workspace:suggestions')}?state={before}", _("Saved."))


@deed(SuggestForm, page="suggest")
def suggestion(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or write down what the customer wishes for."""
    suggest(ticket, asked["words"], by=request.user)
    return gettext_lazy("Written down: the people of the product read it.")
