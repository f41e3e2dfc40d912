from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import QuerySet

from okno.desk.models import WarningPlan, Whom
from okno.desk.models.warning import usual
from okno.sla.warnings import STEPS


def plan_of_warnings() -> QuerySet[WarningPlan]:
    """Return the one row, made when it is asked for first: until then all is as usual."""
    WarningPlan.objects.bulk_create([WarningPlan(pk=1)], ignore_conflicts=True)
    return WarningPlan.objects.all()


@transaction.atomic
def set_up_warnings(plan: WarningPlan) -> WarningPlan:
    """Save who is told when; clocks that run go by it from now on. A promise that is watched as usual is not named."""
    plan.name = WarningPlan().name
    chosen = {metric: _in_order(steps) for metric, steps in sorted(plan.steps.items())}
    plan.steps = {metric: steps for metric, steps in chosen.items() if steps != _usual(metric)}
    plan.save()
    return plan


def _usual(metric: str) -> dict[str, list[str]]:
    return _in_order({str(step): whom for step, whom in usual(metric).items()})


def _in_order(steps: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return the steps of which somebody is told, and each of those once."""
    told = {str(step): [one.value for one in Whom if one.value in steps.get(str(step), ())] for step in STEPS}
    return {step: whom for step, whom in told.items() if whom}
