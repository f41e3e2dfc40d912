"""When a colleague works and is away: the next two weeks, absences, the address for calendar programs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.core.sealed import CannotOpen, unseal
from okno.desk import access
from okno.look.complaining import complain
from okno.people.models import Person
from okno.staffing import ical, who
from okno.staffing.actions.be_away import be_away, come_back
from okno.staffing.actions.open_feed import close_feed, open_feed
from okno.staffing.models import Absence, Feed, Reason
from okno.staffing.roster import Duty
from okno.staffing.telling import away_words, last_day
from okno.workspace import choices
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around

DAYS = 14
EARLIER = timedelta(days=60)  # absences that ended before are not shown
DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    """One absence; whole days by the clocks of the desk, from now on where it begins today."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=Reason.choices, initial=Reason.HOLIDAY)
    since = forms.DateField(label=gettext_lazy("First day"), widget=DATE)
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DATE,
        required=False,
        help_text=gettext_lazy("Empty: until further notice."),
    )
    substitute = forms.ModelChoiceField(
        choices.colleagues(),
        label=gettext_lazy("Who stands in"),
        required=False,
        empty_label=gettext_lazy("The team"),
        help_text=gettext_lazy("Urgent tickets go there as soon as the absence begins."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class FileForm(forms.Form):
    """Absences from a calendar program."""

    file = forms.FileField(label=gettext_lazy("File (.ics)"))


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a schedule: its hours, and why somebody is away on it."""

    date: date
    hours: list[tuple[datetime, datetime]]
    away: str
    is_today: bool


@room()
def mine(request: Request) -> HttpResponse:
    """Lead to the own schedule."""
    return redirect("workspace:schedule", request.user.pk)


@room()
def schedule(request: Request, pk: int) -> HttpResponse:
    """Show when a colleague works in the next two weeks, and is away."""
    return _page(request, access.colleague_for(request.user, pk), AbsenceForm())


@room("POST")
def absences(request: Request, pk: int) -> HttpResponse:
    """Say that a colleague is away."""
    colleague = access.colleague_for(request.user, pk, to="plan")
    form = AbsenceForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        starts_at, ends_at = _moments(told["since"], told["until"])
        try:
            be_away(
                colleague,
                told["reason"],
                by=request.user,
                starts_at=starts_at,
                ends_at=ends_at,
                substitute=told["substitute"],
                note=told["note"],
            )
        except (BadInput, Conflict) as refusal:
            complain(form, refusal)
        else:
            return go(request, _address(colleague), _("Written down. Urgent tickets will not wait."))
    return _page(request, colleague, form, status=422)


@room("POST")
def ending(request: Request, pk: int) -> HttpResponse:
    """End an absence, or call it off."""
    absence = access.absence_for(request.user, pk)
    come_back(absence, by=request.user)
    return go(request, _address(absence.person), _("The absence is over."))


@room("POST")
def bringing(request: Request, pk: int) -> HttpResponse:
    """Bring absences in from a file of a calendar program: all of them or none."""
    colleague = access.colleague_for(request.user, pk, to="plan")
    content = read(FileForm(request.POST, request.FILES))["file"].read(ical.BYTES_AT_MOST + 1)
    found = ical.read(content, who.zone())
    with transaction.atomic():
        for away in found:
            be_away(colleague, away.reason, by=request.user, starts_at=away.starts_at, ends_at=away.ends_at)
    words = ngettext("%(count)d absence was added.", "%(count)d absences were added.", len(found))
    return go(request, _address(colleague), words % {"count": len(found)})


@room("POST")
def feed(request: Request) -> HttpResponse:
    """Open a new address for calendar programs, of oneself or of a team of one's own; or close it."""
    asked = request.POST.get("team", "")
    team = next((one for one in access.feed_teams(request.user) if str(one.pk) == asked), None)
    if asked and team is None:
        raise BadInput(_("This is not a team of yours."))
    if "close" in request.POST:
        close_feed(request.user, team=team)
        return go(request, _address(request.user), _("The address leads nowhere any more."))
    open_feed(request.user, team=team)
    return go(
        request, _address(request.user), _("A new address was made; an older one leads nowhere any more.")
    )


@require_safe
def calendar(request: HttpRequest, word: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Give the hours behind a secret address to a calendar program; whoever knows the word may read."""
    found, now = access.feed_of(word), clock.now()
    people = (
        [found.person]
        if found.team is None
        else list(Person.objects.staff().filter(teams=found.team).order_by("name", "pk"))
    )
    duties = who.duties([one.pk for one in people], now)
    planned = [ical.Planned(one.pk, str(one), duties[one.pk]) for one in people]
    content = ical.written(planned, now, named=found.team is not None)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="okno.ics"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )


def _page(request: Request, colleague: Person, form: AbsenceForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    duty = who.duties([colleague.pk], now)[colleague.pk]
    rows = Absence.objects.standing().filter(person=colleague).exclude(ends_at__lt=now - EARLIER)
    is_mine = colleague.pk == request.user.pk
    context = {
        "colleague": colleague,
        "is_mine": is_mine,
        "may_plan": access.may_plan(request.user, colleague),
        "days": days_of(duty, now),
        "shifts": [plan.name for plan in duty.plans],
        "absences": [_told(row, now) for row in rows.select_related("substitute")],
        "form": form,
        "file_form": FileForm(),
        "feeds": _feeds(request.user) if is_mine else (),
        "slug": "shifts",
        **around(request),
    }
    return render(request, "workspace/shifts/schedule.html", context, status=status)


def days_of(duty: Duty, now: datetime) -> list[Day]:
    """Return the next days with their hours, those of absences with their words; hours over midnight stand on their first day."""
    zone = who.zone()
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, time(0), zone)
    end = datetime.combine(today + timedelta(days=DAYS), time(0), zone)
    on_shift = Duty(duty.usual, duty.plans).spans(midnight, end)
    found = []
    for number in range(DAYS):
        day = today + timedelta(days=number)
        hours = [
            (begin.astimezone(zone), stop.astimezone(zone))
            for begin, stop in on_shift
            if begin.astimezone(zone).date() == day
        ]
        noon = datetime.combine(day, time(12), zone)
        away = duty.away_at(hours[0][0]) or duty.away_at(noon) if hours else duty.away_at(noon)
        found.append(Day(day, hours, away_words(away) if away else "", is_today=not number))
    return found


def _told(row: Absence, now: datetime) -> tuple[Absence, date, date | None, bool]:
    """Return an absence, its first and its last day, and whether it is over."""
    is_over = row.ends_at is not None and row.ends_at <= now
    return (
        row,
        timezone.localtime(row.starts_at).date(),
        last_day(row.ends_at) if row.ends_at else None,
        is_over,
    )


def _moments(since: date, until: date | None) -> tuple[datetime, datetime | None]:
    """Return from when until when whole days last; what begins today begins now."""
    zone, now = who.zone(), clock.now()
    starts = datetime.combine(since, time(0), zone)
    if since == now.astimezone(zone).date():
        starts = now
    return starts, datetime.combine(until + timedelta(days=1), time(0), zone) if until else None


def _feeds(person: Person) -> list[dict[str, Any]]:
    """Return the addresses that the person can have, each open one with its words."""
    opened = {feed.team_id: feed for feed in Feed.objects.filter(person=person, revoked_at=None)}
    rows: list[tuple[int | None, str]] = [(None, _("My hours"))]
    rows += [(team.pk, team.name) for team in access.feed_teams(person)]
    return [{"team": pk or "", "name": name, "address": _feed_address(opened.get(pk))} for pk, name in rows]


def _feed_address(feed: Feed | None) -> str:
    try:
        word = unseal(feed.sealed) if feed else ""
    except CannotOpen:  # the desk's key was changed: a new address is made by the button
        return ""
    return settings.BASE_URL + reverse("workspace:feed_calendar", args=[word]) if word else ""


def _address(colleague: Person) -> str:
    return reverse("workspace:schedule", args=[colleague.pk])
