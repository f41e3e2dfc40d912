"""Which policy holds for a ticket: the most telling of those whose conditions are all met. Pure.

Conditions have an order, the strongest first (`CONDITIONS`): who asks says more than what about, and that more than by
which road. Two policies are compared condition by condition in this order; the one that has the first condition which
the other has not wins. So a policy that asks for more always wins over one that asks for a part of it. Two that ask for the
same things with the same values are not allowed, so the order is total: for one ticket there are never two winners.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from okno.sla.models import BY_TERMS

CONDITIONS: Final = (
    "organisation",
    "support_level",
    "region",
    "request_type",
    "service",
    "kind",
    "priority",
    "team",
    "door",
)
Value = int | str
Matter = Mapping[str, Value | None]
"""What is known about a ticket: a value for each condition, ids of rows and codes; nothing where nothing is known."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a policy promises from a day on."""

    pk: int
    valid_from: date
    calendar: int
    minutes: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy in plain values."""

    pk: int
    name: str
    asks: Mapping[str, Value]
    """What it asks for: only the conditions that it has."""
    words: Mapping[str, str]
    """The same, as people call the values."""
    versions: Sequence[Version]

    @property
    def weight(self) -> tuple[bool, ...]:
        """How telling it is: a greater one wins."""
        return tuple(name in self.asks for name in CONDITIONS)

    def fits(self, matter: Matter) -> bool:
        """True where all its conditions are met."""
        return all(matter.get(name) == value for name, value in self.asks.items())

    def version_on(self, day: date) -> Version | None:
        """Return what it promises on a day; the version that began last."""
        begun = [one for one in self.versions if one.valid_from <= day]
        return max(begun, key=lambda one: (one.valid_from, one.pk), default=None)


@dataclass(frozen=True, slots=True)
class Choice:
    """The policy that holds, with the version of the day, and the one that would hold without it."""

    rule: Rule
    version: Version
    second: Rule | None


def choose(rules: Iterable[Rule], matter: Matter, day: date) -> Choice | None:
    """Return the most telling policy whose conditions the matter meets and which promises something on this day."""
    fitting = [
        (rule, version)
        for rule in rules
        if rule.fits(matter) and (version := rule.version_on(day)) is not None
    ]
    fitting.sort(key=lambda pair: (pair[0].weight, -pair[0].pk), reverse=True)
    if not fitting:
        return None
    (rule, version), others = fitting[0], fitting[1:]
    return Choice(rule, version, others[0][0] if others else None)


def terms(choice: Choice, code: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is promised: the policy's minutes for the priority of this code, and its own where the policy has none.

    All are counted by the policy's calendar. The reason goes along, so that a fact can tell it whatever becomes of the policy.
    """
    table = choice.version.minutes.get(code, {})
    minutes = {metric.value: table.get(metric, own.get(metric)) for metric in BY_TERMS}
    return {
        "calendar": choice.version.calendar,
        **{metric: count for metric, count in minutes.items() if count is not None},
        "policy": {
            "name": choice.rule.name,
            "version": choice.version.pk,
            "from": choice.version.valid_from.isoformat(),
            "met": dict(choice.rule.words),
            "second": choice.second.name if choice.second else "",
        },
    }


def decides(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the terms that moves deadlines, and the version: two that differ in it alone tell it too."""
    policy, ola = terms.get("policy") or {}, terms.get("ola") or {}
    return {
        **{name: value for name, value in terms.items() if name not in ("policy", "ola")},
        "version": policy.get("version"),
        "ola": [ola.get(name) for name in ("team", "calendar", "minutes")],
    }
