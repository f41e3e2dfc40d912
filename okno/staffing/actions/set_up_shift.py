"""What administrators set up about shifts. The verb takes a row as it shall be, not yet saved."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput
from okno.people.models import STAFF, Person
from okno.people.provider import ours, zone_of
from okno.sla.actions.set_hours import OTHERWISE, in_words
from okno.sla.worktime import BadCalendar, Calendar, NeverWorks
from okno.sla.worktime.rules import DAY, Span, read_week, time_text
from okno.staffing.actions.look_again import look_again
from okno.staffing.models import Shift, Stint

WEEK = 7 * DAY


@transaction.atomic
def set_up_shift(shift: Shift, *, people: Sequence[str] | None = None) -> Shift:
    """Save a shift and who works it, by mail address; nobody works two shifts at the same hour. None leaves them as they are."""
    shift.week = _normal(shift.week)
    if shift.begins_on and shift.ends_on and shift.ends_on < shift.begins_on:
        raise BadInput(_("The last day comes after the first."), field="ends_on")
    shift.save()
    standing = {one.person.email: one for one in shift.stints.select_related("person")}
    wanted = set(standing) if people is None else set(people)
    known = {one.email: one for one in Person.objects.filter(role__in=STAFF, email__in=wanted)}
    for email in wanted - set(known) - set(standing):
        words = _("Nobody with the address %(email)s works here.")
        raise BadInput(words % {"email": email[:100]}, field="people")
    if shift.is_active:
        for email in sorted(wanted & set(known)):
            _works_once(shift, known[email])
    for email in set(standing) - wanted:
        Stint.objects.filter(pk=standing[email].pk).delete()
    for email in wanted & set(known):
        Stint.objects.get_or_create(shift=shift, person=known[email])
    touched = {one.person_id for one in standing.values()} | {one.pk for one in known.values()}
    look_again(touched)
    return shift


def _works_once(shift: Shift, person: Person) -> None:
    """Refuse a shift whose hours the person works in another one already, on the same dates."""
    others = Shift.objects.filter(stints__person=person, is_active=True, is_draft=shift.is_draft)
    others = others.exclude(pk=shift.pk)
    if shift.ends_on:
        others = others.filter(Q(begins_on=None) | Q(begins_on__lte=shift.ends_on))
    if shift.begins_on:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=shift.begins_on))
    for other in others.order_by("pk"):
        day = overlap(shift.week, other.week)
        if day:
            words = _("%(person)s works the shift “%(shift)s” at these hours already (%(hours)s).")
            told = {"person": person, "shift": other, "hours": day}
            raise BadInput(words % told, field="people")


def overlap(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Return the first hours of the other week that run into those of the first, like “09:00–18:00”; nothing where none do."""
    for begin, end in _spans(one):
        for low, high in _spans(other):
            for turn in (-WEEK, 0, WEEK):  # Sunday's night runs into Monday
                if begin < high + turn and low + turn < end:
                    return f"{time_text(low % DAY)}–{time_text(high % DAY)}"
    return ""


def _normal(week: dict[str, Any]) -> dict[str, Any]:
    """Return the week in its normal form; raises BadInput in words, with the day."""
    try:
        normal = Calendar.from_plain({"zone": zone_of(ours().zone), "week": week}).to_plain()["week"]
    except BadCalendar as error:
        raise BadInput(in_words(error), field="week", day=error.part.partition(".")[2]) from None
    except NeverWorks:
        raise BadInput(
            _("Nobody works in an empty week: tell the hours of a day at least."), field="week"
        ) from None
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise BadInput(OTHERWISE, field="week") from None
    return dict(normal)


def _spans(week: dict[str, Any]) -> Iterator[Span]:
    """Yield the hours of a week as seconds since its Monday; what goes over midnight ends on the next day."""
    for number, spans in enumerate(read_week(week)):
        for begin, end in spans:
            yield number * DAY + begin, number * DAY + end
