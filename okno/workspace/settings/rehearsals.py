"""A draft rehearsed on the past: how it is begun, how far it is, what it has found, and how it is switched on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core.refusals import Refusal
from okno.desk import access as desk
from okno.desk.actions.rehearse import MONTHS, rehearse_calendar, rehearse_version
from okno.desk.jobs import rehearse_later
from okno.desk.models import Late, Rehearsal
from okno.setup import access
from okno.setup.actions.save import save
from okno.setup.setups import CALENDARS, VERSIONS
from okno.sla.models import Metric
from okno.workspace.doors import Request, go, read, room
from okno.workspace.settings.views import page
from okno.workspace.tickets.ledger_lines import work

SHOWN = 200
PARTS = ("metric", "team", "owner")


class WishForm(forms.Form):
    """What is rehearsed, and on how long a time."""

    version = forms.IntegerField(required=False)
    calendar = forms.IntegerField(required=False)
    instead_of = forms.IntegerField(required=False)
    months = forms.TypedChoiceField(choices=[(one, one) for one in MONTHS], coerce=int)


class BeginningForm(forms.Form):
    """From which day a draft holds."""

    valid_from = forms.DateField()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the comparison: what was late, what would have been; `query` opens its tickets."""

    name: str
    query: str
    was: int
    would: int
    newly: int
    saved: int
    longest: str


@room("POST")
def rehearsals(request: Request) -> HttpResponse:
    """Begin a rehearsal."""
    access.require_administrator(request.user)
    told = read(WishForm(request.POST))
    if told["version"]:
        version = access.row_for(request.user, VERSIONS, told["version"])
        run = rehearse_version(version, months=told["months"], by=request.user)
    else:
        calendar = access.row_for(request.user, CALENDARS, told["calendar"] or 0)
        before = access.row_for(request.user, CALENDARS, told["instead_of"] or 0)
        run = rehearse_calendar(calendar, before, months=told["months"], by=request.user)
    rehearse_later(run)
    return redirect("workspace:settings_rehearsal", run.pk)


@room()
def rehearsal(request: Request, pk: int) -> HttpResponse:
    """Show how far a rehearsal is, or what would have been late beside what was."""
    run = access.rehearsal_for(request.user, pk)
    context = {"run": run, "is_running": run.ended_at is None}
    if run.ended_at is not None:
        late = Late.objects.filter(rehearsal=run)
        context |= {
            "metrics": _by_metric(run, late),
            "groups": [
                (_("By team"), _by(late, "team", "team__name")),
                (_("By owner"), _by(late, "owner", "owner__name")),
            ],
        }
    return page(request, "policies/rehearsal.html", context)


@room()
def tickets(request: Request, pk: int) -> HttpResponse:
    """Show the tickets behind a figure: late then, late under the draft, or only one of the two."""
    run = access.rehearsal_for(request.user, pk)
    late = Late.objects.filter(rehearsal=run).filter(_side(request.GET.get("side", "")))
    for part in PARTS:
        if (value := request.GET.get(part)) is not None:
            late = (
                late.filter(**{part: value})
                if part == "metric" or value.isdecimal()
                else late.filter(**{part: None})
            )
    rows = list(late.order_by("-would", "-was", "pk")[: SHOWN + 1])
    known = desk.tickets_for(request.user).filter(pk__in=[one.ticket_id for one in rows]).in_bulk()
    labels = dict(Metric.choices)
    shown = [
        (known[one.ticket_id], labels.get(one.metric, one.metric), _length(one.was), _length(one.would))
        for one in rows[:SHOWN]
        if one.ticket_id in known
    ]
    return page(request, "policies/late.html", {"run": run, "rows": shown, "has_more": len(rows) > SHOWN})


@room("POST")
def beginning(request: Request, pk: int) -> HttpResponse:
    """Switch a rehearsed draft of a policy on, from a day."""
    run = access.rehearsal_for(request.user, pk)
    address = reverse("workspace:settings_rehearsal", args=[pk])
    if run.version is None:
        return go(request, address, _("A calendar is chosen in a priority or in a version of a policy."))
    begins = read(BeginningForm(request.POST))["valid_from"]
    version = access.row_for(request.user, VERSIONS, run.version.pk)
    try:
        save(VERSIONS, version, {"valid_from": begins.isoformat()}, by=request.user)
    except Refusal as refusal:
        return go(request, address, str(refusal))
    return go(
        request, reverse("workspace:settings_row", args=["policies", run.version.policy_id]), _("Saved.")
    )


def _side(name: str) -> Q:
    """Return which promises a figure counts."""
    return {
        "was": Q(was__gt=0),
        "would": Q(would__gt=0),
        "newly": Q(was=0, would__gt=0),
        "saved": Q(was__gt=0, would=0),
    }.get(name, Q())


def _by_metric(run: Rehearsal, late: QuerySet[Late]) -> list[tuple[Line, int, int]]:
    """Return the comparison by promise, each with how many there were of it, and would have been."""
    found = {line.query.removeprefix("metric="): line for line in _by(late, "metric", "metric")}
    promised = {side: run.promises.get(side, {}) for side in ("was", "would")}
    labels = [(metric.value, str(metric.label).capitalize()) for metric in Metric]
    return [
        (
            found.get(value) or Line(label, f"metric={value}", 0, 0, 0, 0, ""),
            promised["was"].get(value, 0),
            promised["would"].get(value, 0),
        )
        for value, label in labels
        if promised["was"].get(value) or promised["would"].get(value)
    ]


def _by(late: QuerySet[Late], part: str, name: str) -> list[Line]:
    """Return the comparison by a part, most that would be late first."""
    counted = late.values(part, name).annotate(
        of_was=Count("pk", filter=_side("was")),
        of_would=Count("pk", filter=_side("would")),
        of_newly=Count("pk", filter=_side("newly")),
        of_saved=Count("pk", filter=_side("saved")),
        max_would=Max("would"),
    )
    labels = {metric.value: str(metric.label).capitalize() for metric in Metric}
    return [
        Line(
            labels.get(row[name], row[name]) if part == "metric" else row[name] or _("nobody"),
            f"{part}={'-' if row[part] is None else row[part]}",
            row["of_was"], row["of_would"], row["of_newly"], row["of_saved"], _length(row["max_would"]),
        )
        for row in counted.order_by("-of_would", "-of_was", name)[:SHOWN]
    ]  # fmt: skip


def _length(seconds: int) -> Any:
    """Return working time in words; nothing where nothing was late."""
    return work(timedelta(seconds=seconds)) if seconds else ""
