from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.sla.models import Metric
from okno.sla.warnings import MISSED, STEPS


class Whom(models.TextChoices):
    """Who is told of a step. Where there is no owner, the queue is; where a team has no lead, the administrators are."""

    OWNER = "owner", _("the owner")
    TEAM = "team", _("the whole team")
    LEAD = "lead", _("the lead of the team")
    ABOVE = "above", _("escalate: whoever is above watches it from now on")


Steps = Mapping[int, tuple[Whom, ...]]
_USUAL: Steps = {75: (Whom.OWNER,), 90: (Whom.OWNER, Whom.LEAD), MISSED: (Whom.OWNER, Whom.LEAD)}
_ESCALATED: Steps = {**_USUAL, MISSED: (Whom.OWNER, Whom.ABOVE)}


def usual(metric: str) -> Steps:
    """Return step → whom for a metric about which nothing was chosen; a solution that is late goes up by itself."""
    return _ESCALATED if metric == Metric.RESOLUTION else _USUAL


def right_steps(steps: Any) -> None:
    """Refuse what is no table of metrics, steps and those who are told; a file of the configuration may hold anything."""
    known = {str(step) for step in STEPS}
    for metric, chosen in steps.items():
        if metric not in Metric.values or not isinstance(chosen, dict) or not known.issuperset(chosen):
            raise ValidationError(
                _("“%(part)s” is no promise with its steps."), params={"part": str(metric)[:60]}
            )
        for step, whom in chosen.items():
            if not isinstance(whom, list) or not all(one in Whom.values for one in whom):
                raise ValidationError(
                    _("“%(part)s”: whom to tell is a list of owner, team, lead, above."),
                    params={"part": f"{metric} {step}"},
                )


class WarningPlan(models.Model):
    """Who is told at which share of a promise's time: one row for the desk. What is not named is as usual."""

    name = models.CharField(max_length=20, default="warnings", editable=False)
    steps = models.JSONField(
        _("who is told when"),
        default=dict,
        blank=True,
        validators=[right_steps],
        help_text="metric → step in percent → whom; a metric that is not named is warned of as usual",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_plan_of_warnings")]

    def __str__(self) -> str:
        return str(_("Warnings"))

    def whom(self, metric: str, step: int) -> tuple[str, ...]:
        """Return who is told of a step of this promise; nobody for one that was not chosen."""
        chosen = self.steps.get(metric)
        if chosen is None:
            return tuple(one.value for one in usual(metric).get(step, ()))
        return tuple(chosen.get(str(step), ()))


class Warned(models.Model):
    """One step of one clock was told for this deadline: the key that lets nobody be told twice.

    A clock is known by its ticket, its metric and its beginning: it may be made again from the facts.
    """

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="warnings")
    metric = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "warned"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "metric", "started_at", "step", "due_at"], name="warned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.ticket_id}: {self.step}%"
