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

ICONS = {Whom.OWNER: "mine", Whom.TEAM: "team", Whom.LEAD: "star", Whom.ABOVE: "siren"}


class WarningsForm(Kit):
    """Who is told at which share of each promise's time."""

    table_page = "workspace/settings/warnings_table.html"

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
        """Yield no groups: all stands in the table."""
        yield from ()

    @property
    def heads(self) -> list[str]:
        """What stands above the columns of the table."""
        return [step_name(step) for step in STEPS]

    @property
    def whom(self) -> list[tuple[str, Words]]:
        """Who may be told, each with its icon."""
        return [(ICONS[one], one.label) for one in Whom]

    def matrix(self) -> Iterator[tuple[Words, list[tuple[str, BoundField, list[tuple[str, Any]]]]]]:
        """Yield the rows of the table: for each step the field, and its boxes with their icons."""
        icons = ICONS.values()
        for metric in Metric:
            cells = [self[f"{metric}.{step}"] for step in STEPS]
            yield (
                metric.label.capitalize(),
                [
                    (head, cell, list(zip(icons, cell.subwidgets, strict=True)))
                    for head, cell in zip(self.heads, cells, strict=True)
                ],
            )

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
    return _("%(share)d%% of the time") % {"share": step}


def steps_text(steps: dict[str, Any]) -> str:
    """Return the table in one line, for history."""
    parts = []
    for metric, chosen in steps.items():
        told = [f"{step_name(int(step))}: {_whom(whom)}" for step, whom in chosen.items()]
        parts.append(f"{Metric(metric).label}: {'; '.join(told) or '—'}")
    return " · ".join(parts)


def _whom(codes: list[str]) -> str:
    return ", ".join(str(Whom(code).label) for code in codes)
