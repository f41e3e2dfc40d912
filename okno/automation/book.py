"""The rules in use, made ready for asking once for each process: the stamps of their rows say when to do it anew."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from okno.automation import conditions
from okno.automation.matching import Moment, Plan
from okno.automation.models import Rule
from okno.automation.reading import places_of

_STAMP = "SELECT md5(string_agg(stamp::text, ' ' ORDER BY id)) FROM automation_rule WHERE is_active"


@dataclass(frozen=True, slots=True)
class Book:
    """All rules in their order, and what they ask."""

    rules: tuple[Plan, ...]
    asked: frozenset[str]

    def at(self, moment: Moment) -> tuple[Plan, ...]:
        """Return the rules that are gone through at such a moment."""
        return tuple(rule for rule in self.rules if moment in rule.moments)


def book() -> Book:
    """Return the rules in use; one short statement as long as nobody has changed them."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = cursor.fetchone()[0]
    return _kept(stamp) if stamp else Book((), frozenset())


def book_of(rules: list[Rule]) -> Book:
    """Make these rules ready for asking, drafts too."""
    places = places_of(phrase for rule in rules for phrase in conditions.phrases(rule.conditions))
    having = Rule.objects.filter(pk__in=[rule.pk for rule in rules], watchers__isnull=False)
    watched = set(having.values_list("pk", flat=True))
    plans = tuple(
        Plan(
            rule.pk or 0,
            rule.name,
            conditions.ready(rule.conditions, places),
            frozenset(moment for moment, is_on in moments_of(rule).items() if is_on),
            stops=rule.stops,
            is_watched=rule.pk in watched,
        )
        for rule in rules
    )
    asked = frozenset(one.about for plan in plans for group in plan.groups for one in group.of)
    return Book(plans, asked)


def moments_of(rule: Rule) -> dict[Moment, bool]:
    """Return when the rule is gone through."""
    return {Moment.OPENING: rule.at_opening, Moment.MESSAGE: rule.at_message, Moment.CHANGE: rule.at_change}


@lru_cache(maxsize=2)
def _kept(_stamp: str) -> Book:
    return book_of(list(Rule.objects.filter(is_active=True).order_by("order", "pk")))
