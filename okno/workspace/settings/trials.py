"""A rule tried out on the past, before it is saved: what would have gone elsewhere, from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.automation.actions.try_out import draft_of, try_out
from okno.automation.models import Rule, Trial
from okno.catalog.models import Priority, Service
from okno.core.numbers import whole
from okno.core.refusals import BadInput, Conflict, NotFound
from okno.desk import access as desk
from okno.desk.models import Kind, Ticket
from okno.people.models import Person, Team
from okno.setup import access
from okno.setup.actions.save import ChangedMeanwhile, save
from okno.setup.setups import RULES
from okno.setup.shape import Plain, Unfit
from okno.workspace.doors import Request, go, read, room
from okno.workspace.settings.conditions import sentence
from okno.workspace.settings.kit import Kit, opened
from okno.workspace.settings.sections import section_for
from okno.workspace.settings.views import page, row_page

TABLES: Mapping[str, Any] = {"service": Service, "priority": Priority, "team": Team, "owner": Person}
FEWEST = 200  # tickets on which one tries
LABELS = {
    "service": gettext_lazy("Service"),
    "priority": gettext_lazy("Priority"),
    "team": gettext_lazy("Team"),
    "owner": gettext_lazy("Owner"),
    "kind": gettext_lazy("Kind"),
    "tags": gettext_lazy("Tags"),
}


class CountForm(forms.Form):
    count = forms.TypedChoiceField(
        label=gettext_lazy("On how many tickets"),
        choices=[(number, number) for number in (FEWEST, 1000, 5000)],
        coerce=int,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """One ticket that would go elsewhere, part by part: its name, from, to, where it is now."""

    ticket: Ticket
    parts: list[tuple[Any, str, str, str, bool]]


@room("POST")
def trials(request: Request) -> HttpResponse:
    """Try out the rule that is filled in, without saving it."""
    section = section_for(request.user, RULES.name)
    pk = whole(request.POST.get("row", ""))
    row = access.row_for(request.user, RULES, pk) if pk is not None else None
    form = section.form(request.POST, instance=row, by=request.user)
    wanted = read(CountForm(request.POST))["count"] or FEWEST
    if not form.is_valid():
        return row_page(request, section, row, form, status=422)
    try:
        return redirect("workspace:settings_trial", _begun(request, form, row, wanted).pk)
    except Unfit as unfit:
        form.complain(unfit.errors)
    except (BadInput, Conflict) as refusal:
        form.complain({str(refusal.facts.get("field", "")): [str(refusal)]})
    return row_page(request, section, row, form, status=422)


def _begun(request: Request, form: Kit, row: Any, wanted: int) -> Trial:
    plain = form.plain()
    draft = Rule() if row is None else RULES.shape.rows().get(pk=row.pk)
    lists = RULES.shape.assign(draft, plain)
    shown = None if row is None else opened(RULES, request.POST.get("seen", ""))
    return try_out(
        draft, tags=lists["tags"], watchers=lists["watchers"], wanted=wanted, seen=shown, by=request.user
    )


@room()
def trial(request: Request, pk: int) -> HttpResponse:
    """Show how far a trial is, and what it has found."""
    found = _trial_for(request.user, pk)
    draft = draft_of(found)
    context = {
        "section": section_for(request.user, RULES.name),
        "trial": found,
        "conditions": sentence(RULES.shape.plain(draft)["conditions"]),
        "moved": _moved(request.user, found.found),
        "is_running": found.ended_at is None,
    }
    return page(request, "trial.html", context)


@room("POST")
def adoption(request: Request, pk: int) -> HttpResponse:
    """Save the rule as it was tried: from now on it acts."""
    found = _trial_for(request.user, pk)
    try:
        saved = _adopted(found, by=request.user)
    except ChangedMeanwhile as conflict:
        return go(request, reverse("workspace:settings_row", args=[RULES.name, found.rule_id]), str(conflict))
    return go(
        request,
        reverse("workspace:settings_rows", args=[RULES.name]),
        _("The rule “%(name)s” is switched on.") % {"name": saved},
    )


@transaction.atomic
def _adopted(found: Trial, *, by: Person) -> Any:
    row = Trial.objects.select_related("rule").get(pk=found.pk).rule
    known = Rule.objects.filter(name=found.draft["name"]).first()
    if row is None and known is not None:
        return known  # the button was pressed twice
    saved, _change = save(RULES, row, _plain(found), by=by, seen=found.seen)
    return saved


def _plain(found: Trial) -> Plain:
    """Return the draft as its form would send it."""
    plain = RULES.shape.plain(draft_of(found)) | found.lists
    return {name: value for name, value in plain.items() if name != "is_active"}


def _trial_for(person: Person, pk: int) -> Trial:
    access.setup_for(person, RULES.name)
    try:
        return Trial.objects.get(pk=pk)
    except (Trial.DoesNotExist, OverflowError):
        raise NotFound from None


def _moved(reader: Person, found: list[dict[str, Any]]) -> list[Moved]:
    tickets = desk.tickets_for(reader).filter(pk__in=[one["ticket"] for one in found]).in_bulk()
    names = {name: _names(name, found) for name in TABLES}
    return [
        Moved(tickets[one["ticket"]], [_part(name, side, names) for name, side in one["parts"].items()])
        for one in found
        if one["ticket"] in tickets
    ]


def _names(name: str, found: list[dict[str, Any]]) -> dict[int, str]:
    ids = {value for one in found for value in one["parts"].get(name, {}).values()}
    rows = TABLES[name]._default_manager.filter(pk__in=ids)  # noqa: SLF001 - Django's documented name of it
    return {row.pk: str(row) for row in rows}


def _part(
    name: str, side: dict[str, Any], names: Mapping[str, dict[int, str]]
) -> tuple[Any, str, str, str, bool]:
    def words(value: Any) -> str:
        if name in names:
            return names[name].get(value, "—")
        return str(dict(Kind.choices).get(value, value) or "—") if name == "kind" else str(value or "—")

    agrees = side["after"] == side["now"]
    return LABELS[name], words(side["before"]), words(side["after"]), words(side["now"]), agrees
