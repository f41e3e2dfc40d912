from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput
from okno.core.variables import unknown
from okno.desk.letter_words import names
from okno.desk.models import ASKING, LoopPlan, Occasion


def plan_of_the_loop() -> QuerySet[LoopPlan]:
    """Return the one row, made when it is asked for first: until then all is as usual."""
    LoopPlan.objects.bulk_create([LoopPlan(pk=1)], ignore_conflicts=True)
    return LoopPlan.objects.all()


@transaction.atomic
def set_up_loop(plan: LoopPlan) -> LoopPlan:
    """Save of which steps customers are told and how; a variable that nobody knows is a typing mistake.

    Raises BadInput, also for a question that should not leave. A letter that leaves with the usual words is not named.
    """
    plan.name = LoopPlan().name
    chosen = {one: _letter(one, plan.letters.get(one, {})) for one in Occasion.values}
    plan.letters = {occasion: letter for occasion, letter in chosen.items() if letter}
    plan.save()
    return plan


def _letter(occasion: str, given: dict[str, Any]) -> dict[str, Any]:
    texts = {language: text.strip() for language, text in given.get("texts", {}).items() if text.strip()}
    for language, text in texts.items():
        if strangers := unknown(text, names(occasion)):
            words = _("There is no variable {%(name)s} in this letter; choose one of those beside it.")
            raise BadInput(words % {"name": strangers[0]}, field=f"{occasion}.{language}")
    if occasion in ASKING and not given.get("leaves", True):
        raise BadInput(
            _("The letter that asks for an approval always leaves: nobody else tells who is asked.")
        )
    letter: dict[str, Any] = {} if given.get("leaves", True) else {"leaves": False}
    return letter | ({"texts": texts} if texts else {})
