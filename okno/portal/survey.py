"""The page behind the question whether somebody would recommend us: no login; the signed address is the right.

GET counts nothing: the scanners of mail systems open every link (SEC-48). As for the other links of letters, no token
against forgery is needed (`okno.portal.letter_links`).
"""

from operator import attrgetter

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from okno.core.numbers import whole
from okno.feedback import links
from okno.feedback.actions.answer import BEST, WORDS_AT_MOST, answer, is_closed, refuse
from okno.feedback.models import Invitation
from okno.people.provider import ours
from okno.portal.letter_links import behind_link


class AnswerForm(forms.Form):
    """A number, and words if one likes."""

    score = forms.IntegerField(
        min_value=0, max_value=BEST, error_messages={"required": _("Please choose a number from 0 to 10.")}
    )
    words = forms.CharField(
        label=_("Why this number?"),
        help_text=_("If you like: what should we do otherwise, and what is good."),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.Textarea({"rows": 4, "maxlength": WORDS_AT_MOST}),
    )


for_invited = behind_link(links.follow, person_of=attrgetter("person"), over="portal/survey_over.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_invited
def survey(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Show the question with the number of the link chosen, or take the answer."""
    if request.method != "POST":
        return _page(request, invitation)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, form)
    answer(invitation, form.cleaned_data["score"], form.cleaned_data["words"])
    return redirect(request.path)


@require_POST
@for_invited
def refusal(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Take «do not ask me any more»."""
    refuse(invitation)
    return render(request, "portal/survey_refused.html")


def _page(request: HttpRequest, invitation: Invitation, form: AnswerForm | None = None) -> HttpResponse:
    chosen = whole(request.GET.get("score", ""))
    context = {
        "invitation": invitation,
        "company": str(ours()),
        "is_over": is_closed(invitation.wave),
        "is_answered": invitation.answered_at is not None and chosen is None and form is None,
        "chosen": invitation.score if chosen is None else chosen,
        "scores": range(BEST + 1),
        "form": form or AnswerForm(initial={"words": invitation.words}),
        "page": request.path,
    }
    return render(request, "portal/survey.html", context, status=422 if form else 200)
