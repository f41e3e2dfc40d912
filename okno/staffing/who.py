"""The duties of people as the tables tell them: three statements, however many people are asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from okno.catalog.usual import usual_priority
from okno.people.provider import ours, zone_of
from okno.sla.clocks import calendar_of
from okno.sla.worktime import ALWAYS, Calendar
from okno.staffing.models import Absence, Shift, Stint
from okno.staffing.roster import Away, Duty, Plan, hours_of

REMEMBERED = timedelta(days=400)  # absences that ended earlier are asked for by nobody
Duties = dict[int, Duty]


@dataclass(frozen=True, slots=True)
class Hours:
    """The usual hours of the desk, with its days off and the days that were made working ones."""

    calendar: Calendar
    holidays: tuple[str, ...] = ()
    working_days: tuple[tuple[str, object], ...] = ()


def duties(people: Iterable[int], now: datetime) -> Duties:
    """Return the duty of each person; whoever has no plan works by the usual hours of the desk."""
    asked = set(people)
    usual = usual_hours()
    plans: defaultdict[int, list[Plan]] = defaultdict(list)
    stints = Stint.objects.filter(person__in=asked, shift__is_active=True, shift__is_draft=False)
    for stint in stints.select_related("shift"):
        plans[stint.person_id].append(plan_of(stint.shift, usual))
    aways: defaultdict[int, list[Away]] = defaultdict(list)
    absences = Absence.objects.standing().filter(person__in=asked).exclude(ends_at__lt=now - REMEMBERED)
    for row in absences.order_by("starts_at"):
        aways[row.person_id].append(Away(row.reason, row.starts_at, row.ends_at, row.substitute_id))
    return {pk: Duty(usual.calendar, tuple(plans[pk]), tuple(aways[pk])) for pk in asked}


def drafted(people: Iterable[int], now: datetime) -> Duties:
    """Return the duties as they would be if the drafts of shifts had always been in force; absences stay what they were."""
    found, usual = duties(people, now), usual_hours()
    plans: defaultdict[int, list[Plan]] = defaultdict(list)
    for stint in drafts_of(found).select_related("shift"):
        whole = replace(plan_of(stint.shift, usual), begins_on=None, ends_on=None)
        plans[stint.person_id].append(whole)
    return {pk: replace(duty, plans=tuple(plans.get(pk, duty.plans))) for pk, duty in found.items()}


def drafts_of(people: Iterable[int]) -> QuerySet[Stint]:
    """Return who of these would work which drafted shift."""
    return Stint.objects.filter(person__in=list(people), shift__is_active=True, shift__is_draft=True)


def asked(now: datetime) -> Callable[[int], Duty]:
    """Return a function that asks for the duty of a person once, and remembers it."""
    return lru_cache(maxsize=None)(lambda pk: duties([pk], now)[pk])


def plan_of(shift: Shift, usual: Hours) -> Plan:
    """Return the plan of a shift, with the days off of the desk where it keeps them."""
    calendar = hours_of(
        shift.week,
        zone=zone().key,
        holidays=usual.holidays if shift.keeps_holidays else (),
        working_days=dict(usual.working_days) if shift.keeps_holidays else {},
    )
    return Plan(calendar, shift.begins_on, shift.ends_on, shift.name)


def zone() -> ZoneInfo:
    """Return the zone by whose clocks the desk works."""
    return zone_of(ours().zone)


def usual_hours() -> Hours:
    """Return the hours of the desk: the calendar by which new tickets are promised; without one every hour counts."""
    usual = usual_priority()
    if usual is None or usual.calendar.is_always:
        return Hours(ALWAYS)
    row = usual.calendar
    return Hours(calendar_of(row), tuple(row.holidays), tuple(row.exceptions.items()))
