"""A draft of shifts on the past: who would have met nobody, by day and hour; and how it is switched on from a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock
from okno.core.numbers import whole
from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.manning import AT_MOST, Side, look_back
from okno.people.models import Person, Team
from okno.setup.access import require_administrator
from okno.setup.actions.switch_on_shifts import switch_on_shifts
from okno.staffing import who
from okno.staffing.models import Shift
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around
from okno.workspace.tickets.ledger_lines import work

MONTHS = (1, 3, 6, 12)
LEVELS = 4  # of colour in the table of hours


class BeginningForm(forms.Form):
    """From which day the drafts hold, and for which team."""

    team = forms.IntegerField()
    begins_on = forms.DateField(label=gettext_lazy("First day"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the comparison."""

    name: str
    was: Any
    would: Any


@room()
def page(request: Request) -> HttpResponse:
    """Show what the drafts would have meant for a team's tickets, beside what was."""
    teams = _teams(request.user)
    team = _team(teams, request.GET.get("team", "")) if teams else None
    months = whole(request.GET.get("months", ""))
    months = months if months in MONTHS else 3
    context: dict[str, Any] = {
        "teams": teams,
        "team": team,
        "months": months,
        "choices": MONTHS,
        "slug": "board",
    }
    if team is not None:
        context |= _looked(request.user, team, months)
    return render(request, "workspace/shifts/plan.html", context | around(request))


@room("POST")
def beginning(request: Request) -> HttpResponse:
    """Switch the drafts of a team on, from a day."""
    require_administrator(request.user)
    asked = read(BeginningForm(request.POST))
    team = _team(_teams(request.user), str(asked["team"]))
    if asked["begins_on"] <= clock.now().astimezone(who.zone()).date():
        raise BadInput(
            _("The first day is tomorrow at the earliest: who works today knows it already."),
            field="begins_on",
        )
    switch_on_shifts(_drafts(team), asked["begins_on"], by=request.user)
    return go(request, reverse("workspace:settings_rows", args=["shifts"]), _("The shifts are switched on."))


def _teams(person: Person) -> list[Team]:
    """Return the teams whose plans one may weigh: those of a lead."""
    if not person.is_lead:
        raise NotFound
    return access.boards_for(person)


def _team(teams: list[Team], asked: str) -> Team:
    """Return the team that is asked for, else the first; raises NotFound for one that is not open to the person."""
    if not asked:
        return teams[0]
    found = next((team for team in teams if team.pk == whole(asked)), None)
    if found is None:
        raise NotFound
    return found


def _drafts(team: Team) -> list[Shift]:
    stints = who.drafts_of(team.memberships.values_list("person", flat=True))
    return list(Shift.objects.filter(pk__in=stints.values("shift")).prefetch_related("stints__person"))


def _looked(person: Person, team: Team, months: int) -> dict[str, Any]:
    now = clock.now()
    seen = look_back(team, access.tickets_for(person).standing(), now - timedelta(days=30 * months), now)
    peak = max([*seen.was.hours.values(), *seen.would.hours.values()], default=0)
    return {
        "drafts": _drafts(team),
        "seen": seen,
        "at_most": AT_MOST,
        "figures": _figures(seen.was, seen.would),
        "heats": [
            (_("As it was"), seen.was.alone, _heat(seen.was.hours, peak)),
            (_("Under the draft"), seen.would.alone, _heat(seen.would.hours, peak)),
        ],
        "hours": range(24),
    }


def _figures(was: Side, would: Side) -> list[Figure]:
    return [
        Figure(_("Came while nobody was on shift"), was.alone, would.alone),
        Figure(_("Waited longer than an hour for somebody"), was.long, would.long),
        Figure(_("Half of them waited at most"), _length(was.middle), _length(would.middle)),
        Figure(_("The longest wait"), _length(was.longest), _length(would.longest)),
        Figure(_("First replies too late"), was.late, would.late),
    ]


def _length(length: timedelta) -> str:
    return work(length) if length else "—"


def _heat(hours: Counter[tuple[int, int]], peak: int) -> list[tuple[Any, list[tuple[int, int]]]]:
    """Return the days of the week, each with its hours: how many, and how strong the colour is."""
    return [
        (
            WEEKDAYS_ABBR[day],
            [(count := hours[day, hour], -(-count * LEVELS // peak) if peak else 0) for hour in range(24)],
        )
        for day in range(7)
    ]
