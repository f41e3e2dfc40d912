"""The rooms of those who are asked for approval: behind a login, or behind the signed link of a letter.

A link shows one question, and nothing else of the ticket. GET never decides anything: the scanners of mail systems open
every link (SEC-48). As for the other links of letters, the address is the right (`okno.portal.letter_links`).
"""

from contextlib import suppress
from operator import attrgetter
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okno.core import throttle
from okno.core.refusals import BadInput, Conflict, NotFound
from okno.desk import access, links
from okno.desk.actions.decide import REASON_AT_MOST, approve, refuse
from okno.desk.actions.delegate import delegate
from okno.desk.matters import because, matter_of
from okno.desk.models import ApprovalQuestion
from okno.people.models import Person
from okno.portal.doors import for_people
from okno.portal.letter_links import behind_link

SHOWN = 100
NAMES_AT_MOST, IN_SECONDS = 20, 600  # so often somebody may name who decides instead


class DecisionForm(forms.Form):
    """Yes, or no with the reason."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("The one who asks reads it."),
        max_length=REASON_AT_MOST,
        error_messages={"required": _("Please say why: the one who asks has to know what to do now.")},
        widget=forms.Textarea({"rows": 3, "maxlength": REASON_AT_MOST}),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["reason"].required = self.data.get("answer") != "yes"  # a refusal says why


class DelegateForm(forms.Form):
    """Who decides instead."""

    email = forms.EmailField(
        label=_("Mail address of a colleague of yours"),
        max_length=254,
        help_text=_("We write to them at once."),
    )


class Asked(NamedTuple):
    """Who is asked what, and which answer the link of the letter has chosen."""

    person: Person
    question: ApprovalQuestion
    answer: str


for_asked = behind_link(
    lambda token: Asked(*links.follow_approval(token)),
    person_of=attrgetter("person"),
    over="portal/approval_over.html",
)


@require_safe
@for_people
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what waits for my decision."""
    questions = access.questions_for(person)[:SHOWN]
    return render(request, "portal/approvals.html", {"matters": [matter_of(one) for one in questions]})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def approval(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Show one question, or take the decision."""
    question = access.question_for(person, pk)
    return _answered(request, person, question, reverse("portal:approval", args=[pk]))


@require_POST
@for_people
def delegation(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Let somebody else decide."""
    question = access.question_for(person, pk)
    return _delegated(request, person, question, reverse("portal:approval", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_asked
def by_link(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """Show one question with one button, or take the decision."""
    person, question, answer = asked
    return _answered(request, person, question, request.path, answer=answer, is_link=True)


@require_POST
@for_asked
def link_delegation(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """Let somebody else decide, for whichever answer the link stands."""
    page = request.path.removesuffix("delegation/")
    return _delegated(request, asked.person, asked.question, page, is_link=True)


def _answered(
    request: HttpRequest,
    person: Person,
    question: ApprovalQuestion,
    page: str,
    *,
    answer: str = "",
    is_link: bool = False,
) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request, question, page, answer=answer, is_link=is_link)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, question, page, answer=answer, is_link=is_link, form=form)
    with suppress(Conflict):  # the page says what has become of it meanwhile
        if form.cleaned_data["answer"] == "yes":
            approve(question, by=person)
        else:
            refuse(question, by=person, reason=form.cleaned_data["reason"])
    return redirect(page)


def _delegated(
    request: HttpRequest, person: Person, question: ApprovalQuestion, page: str, *, is_link: bool = False
) -> HttpResponseBase:
    form = DelegateForm(request.POST)
    if form.is_valid():
        throttle.at_most(NAMES_AT_MOST, IN_SECONDS, "delegation", str(person.pk))
        try:
            delegate(question, access.delegate_for(question, form.cleaned_data["email"]), by=person)
        except NotFound:
            form.add_error("email", _("We know no colleague of yours by this address."))
        except BadInput as refusal:
            form.add_error("email", str(refusal))
        except Conflict as refusal:
            messages.warning(request, str(refusal))
            return redirect(page)
        else:
            return redirect(page)
    return _page(request, question, page, is_link=is_link, delegate_form=form)


def _page(
    request: HttpRequest,
    question: ApprovalQuestion,
    page: str,
    *,
    answer: str = "",
    is_link: bool = False,
    form: DecisionForm | None = None,
    delegate_form: DelegateForm | None = None,
) -> HttpResponse:
    other = {"yes": "no", "no": "yes"}.get(answer, "")
    context = {
        "matter": matter_of(question),
        "why": because(question),
        "question": question,
        "page": page,
        "answer": answer,
        "other": links.make_approval(question, other) if other else "",
        "is_link": is_link,
        "form": form or DecisionForm(),
        "delegate_form": delegate_form or DelegateForm(),
    }
    status = 422 if form or delegate_form else 200
    return render(request, "portal/approval.html", context, status=status)
