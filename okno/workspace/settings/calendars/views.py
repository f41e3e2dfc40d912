"""The rooms of a calendar: its year on one page, the production calendar of a year, files of days out and in.

What would change is shown first and sealed; exactly that is saved, where nobody has changed the calendar meanwhile.
"""

from typing import Any

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock
from okno.core.refusals import BadInput, NotFound, Refusal
from okno.setup import access
from okno.setup.actions.save import ChangedMeanwhile, save
from okno.setup.setups import CALENDARS
from okno.setup.shape import Plain
from okno.sla import russia
from okno.sla.clocks import calendar_of
from okno.sla.days import Difference, days_of, differences, plain_of
from okno.sla.models import WorkCalendar
from okno.sla.worktime import ALWAYS
from okno.sla.year import FIRST, LAST, year_of
from okno.workspace.doors import Request, go, room
from okno.workspace.settings.calendars import csv_days, ical_days, showing
from okno.workspace.settings.calendars.reading import BYTES_AT_MOST, laid
from okno.workspace.settings.sections import section_for
from okno.workspace.settings.views import page

SEAL = "okno.settings.calendars.days"
SHOWN_AT_MOST = 400
TYPES = {"csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8"}


class DaysForm(forms.Form):
    """A file with days to look at."""

    file = forms.FileField(
        label=gettext_lazy("File with days"),
        widget=forms.FileInput({"accept": ".csv,.ics,text/csv,text/calendar"}),
        help_text=gettext_lazy("CSV with the cells date, what, hours, note; or iCalendar (ICS)."),
    )


@room()
def show(request: Request, pk: int, year: int) -> HttpResponse:
    """Show a year of the calendar on one page, with the sums of a production calendar."""
    calendar = _calendar(request, pk)
    if not FIRST <= year <= LAST:
        raise NotFound
    plain = ALWAYS.to_plain() if calendar.is_always else CALENDARS.shape.plain(calendar)
    found = year_of(plain, calendar_of(calendar), year)
    quarters = [
        (quarter, [(month, _weeks(month.weeks)) for month in quarter.months]) for quarter in found.quarters
    ]
    kinds = {day.kind for day in found.whole.days}
    context = {
        "year": found,
        "quarters": quarters,
        "legend": [(kind, words) for kind, words in showing.LEGEND.items() if kind in kinds],
        "heads": list(showing.heads()),
        "week": showing.week(plain),
        "before": year - 1 if year > FIRST else None,
        "after": year + 1 if year < LAST else None,
        "can_load": not calendar.is_always and year >= russia.FIRST_YEAR,
        "is_known": russia.knows(calendar.holidays, year),
    }
    return _page(request, "year.html", calendar, context)


@room()
def production(request: Request, pk: int, year: int) -> HttpResponse:
    """Show what the production calendar of a year would change; nothing is changed by looking."""
    calendar = _calendar(request, pk)
    if calendar.is_always or not russia.FIRST_YEAR <= year <= LAST:
        raise NotFound
    now = CALENDARS.shape.plain(calendar)
    wanted, kept = russia.put(now, year, everywhere="all" in request.GET)
    title = _("Production calendar of %(year)d") % {"year": year}
    context = {
        "title": title,
        "number": year,
        "is_decreed": russia.is_loaded(year),
        "back": reverse("workspace:settings_year", args=[pk, year]),
    }
    return _look(request, calendar, now, wanted, kept, **context)


@room("GET", "HEAD", "POST")
def bringing(request: Request, pk: int) -> HttpResponse:
    """Ask for a file with days, and show what it would change; nothing is changed by looking."""
    calendar = _calendar(request, pk)
    form = DaysForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, "import.html", calendar, {"form": form})
    if not form.is_valid():
        return _page(request, "import.html", calendar, {"form": form}, status=422)
    content = form.cleaned_data["file"].read(BYTES_AT_MOST + 1)
    now = CALENDARS.shape.plain(calendar)
    try:
        wanted = _with_file(now, content)
        _rehearse(calendar, wanted, request)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _page(request, "import.html", calendar, {"form": form}, status=refusal.status)
    name = form.cleaned_data["file"].name
    return _look(
        request,
        calendar,
        now,
        wanted,
        [],
        title=_("Days from “%(file)s”") % {"file": name},
        back=request.path,
    )


@room("POST")
def days(request: Request, pk: int) -> HttpResponse:
    """Save exactly the days that were looked at."""
    calendar = _calendar(request, pk)
    try:
        sealed = signing.loads(request.POST.get("sealed", ""), salt=f"{SEAL}.{pk}")
    except signing.BadSignature:
        raise BadInput(
            _("This page was open for too long. Please reload it and try again; copy your text first.")
        ) from None
    address = reverse("workspace:settings_row", args=[CALENDARS.name, pk])
    try:
        _saved, change = save(CALENDARS, calendar, sealed["wanted"], by=request.user, seen=sealed["seen"])
    except ChangedMeanwhile:
        raise ChangedMeanwhile(
            _("The calendar has changed since you looked; look at the difference once more.")
        ) from None
    if sealed.get("year"):
        address = reverse("workspace:settings_year", args=[pk, sealed["year"]])
    return go(request, address, _("Saved.") if change else _("Nothing had to be changed."))


@room()
def file(request: Request, pk: int, ending: str) -> HttpResponse:
    """Give the days of the calendar as a download."""
    calendar = _calendar(request, pk)
    found = days_of(CALENDARS.shape.plain(calendar))
    if ending not in TYPES:
        raise NotFound
    if ending == "csv":
        content = csv_days.written(found)
    else:
        key = f"calendar-{pk}@{request.get_host()}"
        content = ical_days.written(found, zone=calendar.zone, key=key, made_at=clock.now())
    name = f"okno-calendar-{pk}.{ending}"
    return HttpResponse(
        content,
        content_type=TYPES[ending],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _calendar(request: Request, pk: int) -> WorkCalendar:
    section = section_for(request.user, CALENDARS.name)
    found: WorkCalendar = access.row_for(request.user, section.setup, pk)
    return found


def _weeks(weeks: list[list[Any]]) -> list[list[showing.Cell | None]]:
    return [[showing.cell(day) for day in week] for week in weeks]


def _with_file(now: Plain, content: bytes) -> Plain:
    """Return the days of a calendar with those of a file."""
    is_ical = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:")
    week = now["week"]
    read = (
        ical_days.read(content, week=week, zone=now["zone"]) if is_ical else csv_days.read(content, week=week)
    )
    return plain_of(laid(days_of(now), read))


def _rehearse(calendar: WorkCalendar, wanted: Plain, request: Request) -> None:
    """Save and take it back, so that whatever stands against it is told before anybody confirms."""
    with transaction.atomic():
        save(CALENDARS, calendar, wanted, by=request.user)
        transaction.set_rollback(True)


def _look(
    request: Request,
    calendar: WorkCalendar,
    now: Plain,
    wanted: Plain,
    kept: list[Difference],
    **context: Any,
) -> HttpResponse:
    """Show what would change, with the sealed change to confirm."""
    changed = differences(days_of(now), days_of(wanted))
    sealed = {"wanted": wanted, "seen": now, "year": context.get("number")}
    known = {
        "rows": showing.rows(changed[:SHOWN_AT_MOST]),
        "count": len(changed),
        "kept": showing.rows(kept),
        "is_new": any(now.get(name) != value for name, value in wanted.items()),
        "sealed": signing.dumps(sealed, salt=f"{SEAL}.{calendar.pk}", compress=True),
        "shown_at_most": SHOWN_AT_MOST,
    }
    return _page(request, "look.html", calendar, known | context)


def _page(
    request: Request, template: str, calendar: WorkCalendar, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    section = section_for(request.user, CALENDARS.name)
    return page(request, f"calendars/{template}", {"section": section, "row": calendar, **context}, status)
