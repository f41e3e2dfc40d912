"""Absences: somebody is away, comes back earlier, or stays after all."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.live import nudge
from okno.core.refusals import BadInput, Conflict
from okno.core.text import one_line
from okno.people.models import Person
from okno.staffing.actions.look_again import look_again
from okno.staffing.models import Absence, Reason

NOTE_AT_MOST = 200


class AwayAlready(Conflict):
    message = _("There is an absence in this time already; end or change that one first.")


class EndsBeforeItBegins(BadInput):
    message = _("The last day comes after the first.")


class NobodyForOneself(BadInput):
    message = _("Nobody stands in for oneself; choose a colleague who works here.")


@transaction.atomic
def be_away(
    person: Person,
    reason: str,
    *,
    by: Person,
    starts_at: datetime,
    ends_at: datetime | None = None,
    substitute: Person | None = None,
    note: str = "",
) -> Absence:
    """Say that a colleague is away in this time, and who stands in; two absences of one person never overlap."""
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeItBegins(field="until")
    if substitute is not None and (substitute.pk == person.pk or not substitute.is_staff_member):
        raise NobodyForOneself(field="substitute")
    Person.objects.select_for_update().get(pk=person.pk)  # two at once would not see each other
    others = (
        Absence.objects.standing().filter(person=person).filter(Q(ends_at=None) | Q(ends_at__gt=starts_at))
    )
    if (others.filter(starts_at__lt=ends_at) if ends_at else others).exists():
        raise AwayAlready(field="since")
    absence = Absence.objects.create(
        person=person,
        reason=Reason(reason),
        starts_at=starts_at,
        ends_at=ends_at,
        substitute=substitute,
        note=one_line(note, NOTE_AT_MOST),
        by=by,
        at=clock.now(),
    )
    look_again([person.pk])
    nudge(staff=person.pk)
    return absence


@transaction.atomic
def come_back(absence: Absence, *, by: Person) -> None:
    """End an absence now; one that has not begun is called off. Doing it twice changes nothing."""
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    now = clock.now()
    if absence.cancelled_at is not None or (absence.ends_at is not None and absence.ends_at <= now):
        return
    if absence.starts_at < now:
        absence.ends_at = now
    else:
        absence.cancelled_at, absence.cancelled_by = now, by
    absence.save()
    look_again([absence.person_id])
    nudge(staff=absence.person_id)
