"""What administrators set up about promises. Each verb takes a row as it shall be, not yet saved."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from okno.catalog.models import Priority
from okno.contracts.choosing import CONDITIONS
from okno.contracts.models import Agreement, Edition, Policy, PolicyVersion
from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.people.provider import zone_of
from okno.sla.models import BY_TERMS

MINUTES_AT_MOST: Final = 525_600  # a year of days and nights
DECIDED = ("policy_id", "valid_from", "calendar_id", "minutes", "is_active")


@transaction.atomic
def set_up_policy(policy: Policy) -> Policy:
    """Save a policy; two that ask for the same are refused, and so is one that asks for nothing."""
    asked = {name: getattr(policy, name) for name in CONDITIONS}
    if not any(asked.values()):
        raise BadInput(
            _("Name a condition at least; what holds for all tickets is promised by the priorities."),
            field="organisation",
        )
    twin = Policy.objects.filter(is_active=True, **asked).exclude(pk=policy.pk).first()
    if policy.is_active and twin is not None:
        words = _("The policy “%(name)s” has the same conditions; nobody could tell which of them holds.")
        raise BadInput(words % {"name": twin}, field="organisation")
    policy.save()
    renew()
    return policy


@transaction.atomic
def set_up_version(version: PolicyVersion) -> PolicyVersion:
    """Save what a policy promises from a date on; what is in force already is followed by another and never edited."""
    before = PolicyVersion.objects.select_for_update().filter(pk=version.pk).first()
    if before is not None and before.is_in_force(today()):
        if any(getattr(before, name) != getattr(version, name) for name in DECIDED):
            raise Conflict(
                _("This version is in force and is not changed any more; add another one that follows it."),
                field="valid_from",
            )
        return before
    if not version.calendar.is_active:
        raise BadInput(_("This calendar is in the archive."), field="calendar")
    version.minutes = _table(version.minutes)
    rivals = PolicyVersion.objects.filter(policy=version.policy, is_active=True).exclude(pk=version.pk)
    if version.is_active and version.valid_from and rivals.filter(valid_from=version.valid_from).exists():
        raise BadInput(
            _("Another version begins on the same day; two cannot hold at once."), field="valid_from"
        )
    version.save()
    renew()
    return version


@transaction.atomic
def set_up_agreement(agreement: Agreement) -> Agreement:
    """Save what a team promises to the desk from the hand-over on; a team has one agreement in use."""
    twin = Agreement.objects.filter(team=agreement.team, is_active=True).exclude(pk=agreement.pk).first()
    if agreement.is_active and twin is not None:
        words = _("“%(name)s” holds for this team already; change it, or put it into the archive first.")
        raise BadInput(words % {"name": twin}, field="team")
    if agreement.is_active and not agreement.calendar.is_active:
        raise BadInput(_("This calendar is in the archive."), field="calendar")
    codes = dict(Priority.objects.values_list("code", "name"))
    for code, count in agreement.minutes.items():
        if code not in codes:
            raise BadInput(_("There is no priority “%(code)s” here.") % {"code": code[:40]}, field="minutes")
        _in_range(count, codes[code])
    agreement.minutes = {code: count for code, count in agreement.minutes.items() if count is not None}
    agreement.save()
    renew()
    return agreement


def renew() -> None:
    """Let every process read the policies anew: what they rest on has changed."""
    Edition.objects.update_or_create(
        pk=1, defaults={"mark": uuid4().hex}, create_defaults={"mark": uuid4().hex, "day": today()}
    )


@transaction.atomic
def begun_versions() -> list[PolicyVersion]:
    """Return the versions that have begun since this was asked last, each once: open tickets are promised anew by them."""
    edition = Edition.objects.select_for_update(skip_locked=True).filter(pk=1, day__lt=today()).first()
    if edition is None:
        return []
    begun = PolicyVersion.objects.filter(
        is_active=True, policy__is_active=True, valid_from__gt=edition.day, valid_from__lte=today()
    )
    found = list(begun.select_related("policy"))
    edition.day = today()
    edition.save(update_fields=["day"])
    return found


def today() -> date:
    """Return the day on which the desk lives."""
    return clock.now().astimezone(zone_of("")).date()


def _table(minutes: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return the table without empty cells; what cannot be is refused in words. It may come from a file."""
    codes = dict(Priority.objects.values_list("code", "name"))
    found: dict[str, dict[str, int]] = {}
    for code, cells in minutes.items():
        if code not in codes or not isinstance(cells, dict):
            raise BadInput(_("There is no priority “%(code)s” here.") % {"code": code[:40]}, field="minutes")
        for metric, count in cells.items():
            if metric not in BY_TERMS:
                raise BadInput(
                    _("Nothing is called “%(name)s” here.") % {"name": metric[:40]}, field="minutes"
                )
            _in_range(count, codes[code])
        row = {metric.value: cells[metric] for metric in BY_TERMS if cells.get(metric) is not None}
        if row.get("reaction", 0) > row.get("resolution", MINUTES_AT_MOST):
            words = _(
                "“%(priority)s”: one cannot solve before one has begun; the solution is shorter than the reaction."
            )
            raise BadInput(words % {"priority": codes[code]}, field="minutes")
        if row:
            found[code] = row
    return found


def _in_range(count: object, priority: str) -> None:
    if count is None:
        return
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MINUTES_AT_MOST:
        words = _("“%(priority)s”: a promise lasts from one minute to a year (525,600 minutes).")
        raise BadInput(words % {"priority": priority}, field="minutes")
