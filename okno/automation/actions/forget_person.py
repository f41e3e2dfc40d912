"""Why a ticket is where it is forgets whose words the rules have seen in it; which of them fitted stays."""

from typing import Any

from django.db import transaction

from okno.automation.models import Trace


@transaction.atomic
def forget_in_traces(ticket: int) -> None:
    """Take what the rules found in the words of a ticket out of its traces."""
    for trace in Trace.objects.filter(ticket=ticket):
        steps = [
            step | {"held": [_without_words(one) for one in step.get("held", [])]} for step in trace.steps
        ]
        if steps != trace.steps:
            Trace.objects.filter(pk=trace.pk).update(steps=steps)


def _without_words(held: Any) -> Any:
    return held | {"found": ""} if isinstance(held, dict) and held.get("found") else held
