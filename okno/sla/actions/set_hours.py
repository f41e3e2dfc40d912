from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.refusals import BadInput
from okno.sla.models import WorkCalendar
from okno.sla.worktime import BadCalendar, Calendar, NeverWorks, Why

DATES_AT_MOST = 3000

SENTENCES: Final = {
    Why.NOT_A_TABLE: gettext_lazy("This part is built otherwise than it should be."),
    Why.NOT_A_LIST: gettext_lazy("This part is built otherwise than it should be."),
    Why.NOT_A_DATE: gettext_lazy("%(value)s is not a date of the calendar."),
    Why.NOT_A_TIME: gettext_lazy("%(value)s is not a time like 09:00 or 24:00."),
    Why.NOT_AN_INTERVAL: gettext_lazy("%(value)s is not an interval like 09:00–18:00."),
    Why.NOT_A_WEEKDAY: gettext_lazy("%(value)s is not a day of the week."),
    Why.EMPTY: gettext_lazy("%(value)s begins and ends at the same time; a whole day is 00:00–24:00."),
    Why.OVERLAP: gettext_lazy("%(value)s runs into other hours."),
    Why.REPEATED: gettext_lazy("%(value)s is named twice."),
    Why.NO_SUCH_ZONE: gettext_lazy("There is no such time zone."),
    Why.UNKNOWN: gettext_lazy("This part is built otherwise than it should be."),
    Why.MISSING: gettext_lazy("There is no such time zone."),
}


@transaction.atomic
def set_hours(calendar: WorkCalendar) -> WorkCalendar:
    """Save a calendar in its normal form; hours that cannot be are refused in words. Promises are summed anew by a job."""
    if sum(map(len, (calendar.holidays, calendar.exceptions, calendar.breaks))) > DATES_AT_MOST:
        raise BadInput(_("More than three thousand dates are too many for one calendar."), field="holidays")
    plain = calendar.plain()
    if calendar.is_always and not calendar.week:
        plain["week"] = {"mon": [["00:00", "24:00"]]}  # its own hours do not matter, its zone does
    try:
        normal = Calendar.from_plain(plain).to_plain()
    except BadCalendar as error:
        field, _dot, day = error.part.partition(".")
        words = SENTENCES[error.why] % {"value": error.value or day}
        raise BadInput(words, field=field if field in plain else "week", day=day) from None
    except NeverWorks:
        raise BadInput(_("Nothing is worked in this calendar at all."), field="week") from None
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise BadInput(_("This part is built otherwise than it should be."), field="week") from None
    for name in ("zone", "holidays", "breaks", "exceptions"):
        setattr(calendar, name, normal[name])
    calendar.week = normal["week"] if calendar.week else {}
    if calendar.pk:
        calendar.version = WorkCalendar.objects.select_for_update().get(pk=calendar.pk).version + 1
    calendar.save()
    return calendar
