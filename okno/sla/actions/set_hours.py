from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.refusals import BadInput
from okno.sla import days
from okno.sla.models import WorkCalendar
from okno.sla.worktime import BadCalendar, Calendar, NeverWorks, Why

DATES_AT_MOST: Final = 3000
TOO_MANY_DATES: Final = gettext_lazy("More than three thousand dates are too many for one calendar.")
YEARS_AT_MOST = 100
YEAR_SIGNS = 4

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


OTHERWISE = gettext_lazy("This part is built otherwise than it should be.")
ALL_DAY = {"mon": [["00:00", "24:00"]]}


@transaction.atomic
def set_hours(calendar: WorkCalendar) -> WorkCalendar:
    """Save a calendar in its normal form; hours that cannot be are refused in words. Promises are summed anew by a job.

    In the normal form a date is a day off or has hours, never both, and only such a date has a name.
    """
    if sum(map(len, (calendar.holidays, calendar.exceptions, calendar.breaks))) > DATES_AT_MOST:
        raise BadInput(TOO_MANY_DATES, field="holidays")
    plain = calendar.plain()
    if calendar.is_always and not calendar.week:
        plain["week"] = ALL_DAY  # its own hours do not matter, its zone does
    normal = _normal(plain)
    calendar.production = _production(calendar.production)
    calendar.zone, calendar.week = normal["zone"], normal["week"] if calendar.week else {}
    for name, value in days.plain_of(days.days_of({**normal, "names": _names(calendar.names)})).items():
        setattr(calendar, name, value)
    if calendar.pk:
        calendar.version = WorkCalendar.objects.select_for_update().get(pk=calendar.pk).version + 1
    calendar.save()
    return calendar


def in_words(error: BadCalendar) -> str:
    """Say what is wrong in a calendar, and where."""
    return str(SENTENCES[error.why]) % {"value": error.value or error.part.partition(".")[2]}


def _normal(plain: dict[str, object]) -> dict[str, Any]:
    """Return the normal form of the parts by which is counted."""
    try:
        return Calendar.from_plain(plain).to_plain()
    except BadCalendar as error:
        field, _dot, day = error.part.partition(".")
        raise BadInput(in_words(error), field=field if field in plain else "week", day=day) from None
    except NeverWorks:
        raise BadInput(_("Nothing is worked in this calendar at all."), field="week") from None
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise BadInput(OTHERWISE, field="week") from None


def _names(names: dict[str, Any]) -> dict[str, str]:
    """Return the names of days; they may come from a file."""
    if len(names) > DATES_AT_MOST or not all(isinstance(name, str) for name in names.values()):
        raise BadInput(OTHERWISE, field="names")
    return names


def _production(years: dict[str, Any]) -> dict[str, Any]:
    """Return what came from the production calendar in its normal form: it may come from a file."""
    found = {}
    for year, parts in years.items():
        is_year = year.isascii() and year.isdigit() and len(year) == YEAR_SIGNS
        if not is_year or len(years) > YEARS_AT_MOST or not isinstance(parts, dict):
            raise BadInput(OTHERWISE, field="production")
        known = {name: parts.get(name) or () for name in ("holidays", "exceptions")}
        try:
            normal = Calendar.from_plain({"zone": "UTC", "week": ALL_DAY, **known}).to_plain()
        except (BadCalendar, TypeError, ValueError, OverflowError, RecursionError):
            raise BadInput(OTHERWISE, field="production") from None
        dates = [*normal["holidays"], *normal["exceptions"]]
        if not all(iso.startswith(year) for iso in dates):
            raise BadInput(OTHERWISE, field="production")
        found[year] = {name: normal[name] for name in known}
    return dict(sorted(found.items()))
