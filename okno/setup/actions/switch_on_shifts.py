from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core.refusals import Conflict
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.setups import SHIFTS
from okno.staffing.models import Shift

DAY = timedelta(days=1)


@transaction.atomic
def switch_on_shifts(drafts: Sequence[Shift], begins_on: date, *, by: Person) -> None:
    """Let drafted shifts be in force from a day on; what their people have worked until then ends on the day before.

    A shift that others work too ends for all, and one of the same hours follows it for them. Each change has its history.
    """
    if not drafts:
        raise Conflict(_("There is no draft to switch on."))
    people = {stint.person.email for draft in drafts for stint in draft.stints.select_related("person")}
    standing = Shift.objects.filter(is_active=True, is_draft=False, stints__person__email__in=people)
    for shift in standing.exclude(ends_on__lt=begins_on).distinct().order_by("pk"):
        _end(shift, people, begins_on, by=by)
    for draft in drafts:
        save(SHIFTS, draft, {"is_draft": False, "begins_on": begins_on.isoformat()}, by=by)


def _end(shift: Shift, people: set[str], begins_on: date, *, by: Person) -> None:
    """Let a shift end on the day before; those who go on working it do so in one that follows."""
    plain = SHIFTS.shape.plain(SHIFTS.shape.rows().get(pk=shift.pk))
    stay = [email for email in plain["people"] if email not in people]
    if shift.begins_on is not None and shift.begins_on >= begins_on:
        save(SHIFTS, shift, {"people": stay} if stay else {"is_active": False}, by=by)
        return
    save(SHIFTS, shift, {"ends_on": (begins_on - DAY).isoformat()}, by=by)
    if stay:
        name = _("%(shift)s, from %(day)s") % {"shift": shift.name, "day": f"{begins_on:%d.%m.%Y}"}
        save(
            SHIFTS,
            None,
            plain | {"name": name[:120], "begins_on": begins_on.isoformat(), "people": stay},
            by=by,
        )
