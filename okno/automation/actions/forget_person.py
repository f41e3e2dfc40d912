"""Why a ticket is where it is forgets whose words the rules have seen in it; which of them fitted stays."""

from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from okno.automation.models import Rule, Trace, Trial
from okno.people.forgetting import Gone

BATCH: Final = 500


@transaction.atomic
def forget_in_traces(ticket: int) -> None:
    """Take what the rules found in the words of a ticket out of its traces."""
    for trace in Trace.objects.filter(ticket=ticket):
        steps = [
            step | {"held": [_without_words(one) for one in step.get("held", [])]} for step in trace.steps
        ]
        if steps != trace.steps:
            Trace.objects.filter(pk=trace.pk).update(steps=steps)


@transaction.atomic
def forget_in_rules(gone: Gone) -> None:
    """Take the person's name and addresses out of what rules ask; such a rule fits nothing any more, and shows that."""
    told = False
    for model, name in ((Rule, "conditions"), (Trial, "draft"), (Trial, "seen")):
        for row in model._default_manager.all():  # noqa: SLF001 - Django's documented name of it
            if (cleaned := gone.clean(getattr(row, name))) != getattr(row, name):
                model._default_manager.filter(pk=row.pk).update(**{name: cleaned})  # noqa: SLF001 - as above
                told = True
    if told:
        _forget_what_was_asked(gone)


def _forget_what_was_asked(gone: Gone) -> None:
    """Take it out of the traces, too, in whatever ticket: they repeat what a rule has asked."""
    named = reduce(or_, (Q(steps__icontains=needle) for needle in gone.needles))
    for trace in Trace.objects.filter(named).iterator(BATCH):
        Trace.objects.filter(pk=trace.pk).update(steps=gone.clean(trace.steps))


def _without_words(held: Any) -> Any:
    return held | {"found": ""} if isinstance(held, dict) and held.get("found") else held
