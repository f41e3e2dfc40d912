"""What the pages about policies show beside their forms: versions, the resulting table, the run that promises anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from okno.catalog.models import Priority
from okno.contracts.actions.set_up import today
from okno.contracts.book import rule_of
from okno.contracts.choosing import CONDITIONS
from okno.contracts.models import Policy, PolicyVersion
from okno.desk.models import Kind
from okno.setup import access
from okno.setup.rules import DOORS
from okno.sla.models import BY_TERMS


@dataclass(frozen=True, slots=True)
class Cell:
    """One promise of the resulting table: minutes, and whether they are the priority's own."""

    minutes: int | None
    is_inherited: bool


def around_policy(policy: Policy) -> Mapping[str, object]:
    """Return the versions of a policy, and what the one that is in force, or begins next, promises."""
    versions = [one for one in policy.versions.all() if one.is_active]
    begun = [one for one in versions if one.is_in_force(today())]
    shown = max(begun, key=lambda one: one.valid_from or today(), default=None) or next(iter(versions), None)
    return {
        "versions": [(one, standing(one, shown)) for one in versions],
        "shown": shown,
        "heads": [str(metric.label).capitalize() for metric in BY_TERMS],
        "table": table(shown) if shown else [],
        "priority": policy.priority,
    }


def standing(version: PolicyVersion, current: PolicyVersion | None) -> str:
    """Return whether a version is a draft, begins later, is in force or was followed by another."""
    if version.valid_from is None:
        return _("draft")
    if version.valid_from > today():
        return _("begins on %(date)s") % {"date": date_format(version.valid_from)}
    if version == current:
        return _("in force since %(date)s") % {"date": date_format(version.valid_from)}
    return _("was in force from %(date)s") % {"date": date_format(version.valid_from)}


def table(version: PolicyVersion) -> list[tuple[Priority, list[Cell]]]:
    """Return what a version promises by priority and metric, with what it leaves to the priorities."""
    found = []
    for priority in Priority.objects.filter(is_active=True):
        own = version.minutes.get(priority.code, {})
        cells = [
            Cell(own.get(metric, priority.minutes_for(metric)), metric not in own) for metric in BY_TERMS
        ]
        found.append((priority, cells))
    return found


def conditions(policy: Policy) -> str:
    """Return what a policy asks for, in words, the strongest condition first."""
    return "; ".join(in_words(rule_of(policy, []).words))


def in_words(met: Mapping[str, str]) -> list[str]:
    """Return conditions in words: «организация «Ромашка»»; codes are told as people call them."""
    heads: dict[str, str] = {
        "organisation": _("organisation “%(name)s”"),
        "support_level": _("support level “%(name)s”"),
        "region": _("region “%(name)s”"),
        "request_type": _("request type “%(name)s”"),
        "service": _("service “%(name)s”"),
        "kind": _("kind “%(name)s”"),
        "priority": _("priority “%(name)s”"),
        "team": _("team “%(name)s”"),
        "door": _("channel “%(name)s”"),
    }
    codes: dict[str, Mapping[str, Any]] = {"kind": dict(Kind.choices), "door": DOORS}
    return [
        heads[name] % {"name": codes.get(name, {}).get(met[name], met[name])}
        for name in CONDITIONS
        if name in met
    ]


def kind_name(code: str) -> str:
    """Return what a kind of ticket is called."""
    return str(dict(Kind.choices).get(code, code))


def door_name(code: str) -> str:
    """Return what a channel is called."""
    return str(DOORS.get(code, code))


def in_force(policy: Policy) -> str:
    """Return which version of a policy holds today."""
    versions = [one for one in policy.versions.all() if one.is_in_force(today())]
    if not versions:
        return _("promises nothing yet")
    last = max(versions, key=lambda one: one.valid_from or today())
    return standing(last, last)


def minutes_text(minutes: Mapping[str, Mapping[str, int]]) -> str:
    """Return a table of minutes in one line, for history."""
    names = dict(Priority.objects.values_list("code", "name"))
    labels = {metric.value: metric.label for metric in BY_TERMS}
    rows = []
    for code, cells in minutes.items():
        told = ", ".join(f"{labels.get(metric, metric)} {count}" for metric, count in cells.items())
        rows.append(f"{names.get(code, code)}: {told}")
    return "; ".join(rows)


def latest_run() -> dict[str, object]:
    """Return the last run over all open tickets, for the lists of what sets it in motion."""
    return {"recount": access.latest_recounts().first()}
