"""Forms about how promises are watched."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.desk.models import BreachReason, WarningPlan, Whom
from okno.setup.shape import Plain
from okno.sla.models import Metric
from okno.sla.warnings import MISSED, STEPS
from okno.workspace.settings.kit import CALLED, Kit, Words


class WarningsForm(Kit):
    """Who is told at which share of each promise's time."""

    class Meta:
        model = WarningPlan
        fields: tuple[str, ...] = ()

    def prepare(self) -> None:
        """Make a field of each step of each promise."""
        for metric in Metric:
            for step in STEPS:
                self.fields[f"{metric}.{step}"] = forms.MultipleChoiceField(
                    label=step_name(step),
                    choices=Whom.choices,
                    required=False,
                    initial=self.instance.whom(metric, step),
                    widget=forms.CheckboxSelectMultiple,
                )

    def sections(self) -> Iterator[tuple[Words, Words, list[BoundField]]]:
        """Yield a group for each promise."""
        for metric in Metric:
            yield metric.label.capitalize(), "", [self[f"{metric}.{step}"] for step in STEPS]

    def plain(self) -> Plain:
        """Return the whole table: what is as usual today is chosen from now on."""
        told = self.cleaned_data
        steps = {
            metric.value: {str(step): told[f"{metric}.{step}"] for step in STEPS if told[f"{metric}.{step}"]}
            for metric in Metric
        }
        return {"steps": steps}


class BreachReasonForm(Kit):
    """Why deadlines are missed."""

    groups = (("", "", ("name", "name_en")),)

    class Meta:
        model = BreachReason
        fields = ("name", "name_en")
        labels = {"name": CALLED, "name_en": gettext_lazy("In English")}


def step_name(step: int) -> str:
    """Return «75 %» or «срок прошёл»."""
    if step == MISSED:
        return _("The deadline has passed")
    return _("%(share)d%% of the time has passed") % {"share": step}


def steps_text(steps: dict[str, Any]) -> str:
    """Return the table in one line, for history."""
    parts = []
    for metric, chosen in steps.items():
        told = [f"{step_name(int(step))}: {_whom(whom)}" for step, whom in chosen.items()]
        parts.append(f"{Metric(metric).label}: {'; '.join(told) or '—'}")
    return " · ".join(parts)


def _whom(codes: list[str]) -> str:
    return ", ".join(str(Whom(code).label) for code in codes)
