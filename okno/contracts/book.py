"""All policies and agreements as this process knows them: read once for each edition, and asked for with each ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from okno.contracts.choosing import CONDITIONS, Rule, Value, Version
from okno.contracts.models import Agreement, Edition, Policy, PolicyVersion
from okno.core.grouping import grouped
from okno.core.prepared import prepared
from okno.people.models import Organisation

ROWS = ("organisation", "support_level", "request_type", "service", "priority", "team")


@dataclass(frozen=True, slots=True)
class Deal:
    """What is agreed with one team."""

    name: str
    partner: str
    """The company whose team it is, where it is not ours."""
    calendar: int
    minutes: Mapping[str, int]
    """By the code of a priority; nothing where the agreement is in the archive."""


@dataclass(frozen=True, slots=True)
class Book:
    """The policies in use, and what is known of organisations beside their names."""

    rules: tuple[Rule, ...] = ()
    organisations: Mapping[int, tuple[int | None, str]] | None = None
    """Support level and region by the id of the organisation, where it has one of them."""
    deals: Mapping[int, Deal] | None = None
    """By the id of the team; those of the archive too, so that a team's clock can be withdrawn."""

    def of(self, organisation: int | None) -> tuple[int | None, str]:
        """Return support level and region of an organisation."""
        return (self.organisations or {}).get(organisation or 0, (None, ""))


EMPTY = Book()


def book() -> Book:
    """Return the policies as they are in this transaction; nothing is read where no policy was ever made."""
    editions = _edition(1)
    return _read(editions[0].mark) if editions else EMPTY


@prepared
def _edition(pk: int) -> QuerySet[Edition]:
    return Edition.objects.filter(pk=pk)


@lru_cache(maxsize=2)
def _read(_mark: str) -> Book:
    versions = grouped(
        PolicyVersion.objects.filter(is_active=True, valid_from__isnull=False), lambda one: one.policy_id
    )
    policies = Policy.objects.filter(is_active=True).select_related(*ROWS).order_by("pk")
    rules = tuple(rule_of(policy, versions[policy.pk]) for policy in policies)
    levels = Organisation.objects.exclude(support_level=None, region="")
    known = {pk: (level, region) for pk, level, region in levels.values_list("pk", "support_level", "region")}
    return Book(rules, known, _deals())


def _deals() -> dict[int, Deal]:
    rows = Agreement.objects.select_related("team__partner").order_by("is_active", "pk")
    return {
        one.team_id: Deal(
            one.name,
            one.team.partner.name if one.team.partner else "",
            one.calendar_id,
            one.minutes if one.is_active else {},
        )
        for one in rows
    }


def rule_of(policy: Policy, versions: list[PolicyVersion]) -> Rule:
    """Return a policy in plain values, with these versions of it."""
    asks: dict[str, Value] = {}
    words: dict[str, str] = {}
    for name in CONDITIONS:
        value = getattr(policy, name)
        if value not in (None, ""):
            asks[name] = value.pk if name in ROWS else value
            words[name] = value.name if name in ROWS else value
    plain = [
        Version(one.pk, one.valid_from, one.calendar_id, one.minutes) for one in versions if one.valid_from
    ]
    return Rule(policy.pk, policy.name, asks, words, plain)
