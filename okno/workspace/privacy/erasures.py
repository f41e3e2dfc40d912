"""Wishes to be erased: the list, one of them with what it would take away, and what an administrator decides."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock
from okno.desk import access as desk
from okno.people.joining import family
from okno.privacy import access
from okno.privacy.actions.ask_erasure import NOTE_AT_MOST, REASON_AT_MOST, ask_erasure, refuse_erasure
from okno.privacy.actions.erase import begin_erasure
from okno.privacy.models import ErasureState
from okno.privacy.models.erasure import OPEN
from okno.privacy.preview import preview
from okno.privacy.refusals import NotConfirmed
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around
from okno.workspace.settings.views import page

WAITING, OVER = 200, 50


class BeginForm(forms.Form):
    """What one confirms before data go for good."""

    closes = forms.BooleanField(label=gettext_lazy("Close the open tickets with it"), required=False)
    is_sure = forms.BooleanField(
        label=gettext_lazy("I have looked at what goes; nothing of it can be brought back"), required=False
    )


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Why not, in words for the person"),
        help_text=gettext_lazy("Name the law that makes you keep the data, or what was not understood."),
        max_length=REASON_AT_MOST,
        widget=forms.Textarea({"rows": 3}),
    )


class NoteForm(forms.Form):
    """How a wish came that did not come by the page."""

    note = forms.CharField(
        label=gettext_lazy("How the wish came"),
        help_text=gettext_lazy(
            "A letter of 12 May, a paper with the number 45. Forgotten with the rest when it is done."
        ),
        max_length=NOTE_AT_MOST,
    )


@room()
def erasures(request: Request) -> HttpResponse:
    """Show what waits, nearest due first, and what was decided lately."""
    rows = access.erasures_for(request.user)
    context = {
        "waiting": rows.filter(state__in=OPEN).order_by("due_at", "pk")[:WAITING],
        "over": rows.exclude(state__in=OPEN).order_by("-pk")[:OVER],
        "now": clock.now(),
    }
    return page(request, "privacy/erasures.html", context)


@room()
def erasure(request: Request, pk: int) -> HttpResponse:
    """Show one wish with what it would take away, or how far it is."""
    row = access.erasure_for(request.user, pk)
    context = {"row": row, "now": clock.now()}
    if row.state == ErasureState.ASKED:
        context |= {"preview": preview(row), "begin": BeginForm(), "refuse": RefusalForm()}
    return page(request, "privacy/erasure.html", context)


@room("POST")
def beginning(request: Request, pk: int) -> HttpResponse:
    """Do it."""
    row = access.erasure_for(request.user, pk)
    said = read(BeginForm(request.POST))
    if not said["is_sure"]:
        raise NotConfirmed(field="is_sure")
    begin_erasure(row, by=request.user, closes=said["closes"])
    return go(request, _page(pk), _("The person is shut out, and the desk forgets."))


@room("POST")
def refusal(request: Request, pk: int) -> HttpResponse:
    """Refuse it."""
    row = access.erasure_for(request.user, pk)
    refuse_erasure(row, by=request.user, reason=read(RefusalForm(request.POST))["reason"])
    return go(request, _page(pk), _("Refused; the person is told why."))


@room("GET", "HEAD", "POST")
def asking(request: Request, pk: int) -> HttpResponse:
    """Write down a wish that came by letter or on paper."""
    access.require_administrator(request.user)
    person = family(desk.person_for(request.user, pk))[0]
    if request.method == "POST":
        row = ask_erasure(person, by=request.user, note=read(NoteForm(request.POST))["note"])
        return go(request, _page(row.pk), _("Written down; the person is told by when there is an answer."))
    access.may_be_erased(person)
    known = access.open_erasure_of(person)
    context = {"person": person, "form": NoteForm(), "known": known, "slug": "people", **around(request)}
    return render(request, "workspace/people/erasure.html", context)


def _page(pk: int) -> str:
    return reverse("workspace:erasure", args=[pk])
