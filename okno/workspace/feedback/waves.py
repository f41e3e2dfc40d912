"""Waves of NPS: planned by an administrator, counted by organisation."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.desk import access as desk
from okno.feedback import access
from okno.feedback.actions.answer import is_closed
from okno.feedback.actions.ask_wave import ends_on, meant
from okno.feedback.actions.plan_wave import plan_wave, stop_wave
from okno.feedback.figures import Nps, nps
from okno.feedback.models import Wave
from okno.people.models import Organisation
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

ROWS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """What one organisation says: how many were asked, and how many of those who answered recommend us."""

    name: str
    asked: int
    nps: Nps


class WaveForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable when it runs
    """When which customers are asked."""

    class Meta:
        model = Wave
        fields = ("name", "begins_on", "days", "organisations", "at_most", "words")
        widgets = {
            "begins_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "organisations": forms.CheckboxSelectMultiple,
            "words": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "begins_on": gettext_lazy("From nine o'clock in the morning on."),
            "organisations": gettext_lazy("None chosen: all of them."),
            "at_most": gettext_lazy("Those who were helped last are asked first."),
            "words": gettext_lazy("They stand in the letter above the question."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own
        self.fields["organisations"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_begins_on(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["begins_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day

    def _post_clean(self) -> None:
        """Leave the row as it is: the verb saves it."""


@room()
def waves(request: Request) -> HttpResponse:
    """Show all waves with what they have brought."""
    rows = access.waves_for(request.user)[:ROWS]
    scores = access.scores_of(rows)
    lines = [(one, _line(one.name, scores.get(one.pk, Counter()))) for one in rows]
    context = {"lines": lines, "tab": "waves", "slug": "feedback"}
    return render(request, "workspace/feedback/waves.html", context | around(request))


@room()
def wave(request: Request, pk: int) -> HttpResponse:
    """Show what came of a wave: all together, by organisation, and the words; of a planned one, how many will be asked."""
    found = access.wave_for(request.user, pk)
    said = access.scores_by_organisation(found)
    lines = [_line(name or _("without an organisation"), scores) for name, scores in said.items()]
    context = {
        "wave": found,
        "whole": _line(found.name, sum(said.values(), Counter())),
        "lines": sorted(lines, key=lambda line: (line.nps.count == 0, line.nps.score or 0, line.name)),
        "ends_on": ends_on(found),
        "is_over": is_closed(found),
        "will_ask": meant(found).count() if found.asked_at is None and found.stopped_at is None else None,
        "words": access.said_in(found, request.user).order_by("-answered_at")[:ROWS],
        "tab": "waves",
        "slug": "feedback",
    }
    return render(request, "workspace/feedback/wave.html", context | around(request))


@room("GET", "HEAD", "POST")
def new_wave(request: Request) -> HttpResponse:
    """Plan a wave."""
    desk.require_administrator(request.user)
    return _form(request, None)


@room("GET", "HEAD", "POST")
def change(request: Request, pk: int) -> HttpResponse:
    """Change a wave whose letters have not left."""
    return _form(request, access.wave_for(request.user, pk, to="change"))


@room("POST")
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask nobody any more."""
    found = access.wave_for(request.user, pk, to="change")
    stop_wave(found)
    return go(request, reverse("workspace:wave", args=[pk]), _("Stopped: nobody is asked any more."))


def _line(name: str, scores: Counter[int | None]) -> Line:
    return Line(name, scores.total(), nps(scores))


def _form(request: Request, known: Wave | None) -> HttpResponse:
    form = WaveForm(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        organisations = list(told.pop("organisations"))
        planned = known or Wave()
        for name, value in told.items():
            setattr(planned, name, value)
        planned = plan_wave(planned, organisations, by=request.user)
        return go(request, reverse("workspace:wave", args=[planned.pk]), _("Saved."))
    context = {"form": form, "wave": known, "tab": "waves", "slug": "feedback"}
    status = 422 if form.errors else 200
    return render(request, "workspace/feedback/wave_form.html", context | around(request), status=status)
