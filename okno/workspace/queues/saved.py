"""Saved views: keep a search under a name, change it, put it in another place, share it with a team, remove it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions.keep_view import drop_view, keep_view, move_view
from okno.desk.models import SavedView, ViewColumn
from okno.desk.search.language import LONGEST
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.setups import VIEWS
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around


class ViewForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the checker alone
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=ViewColumn.choices,
        required=False,
        help_text=_(
            "With columns the view is a table on a wide screen, without them a list like the others. The subject is always there."
        ),
    )

    class Meta:
        model = SavedView
        fields = ("name", "query", "order", "icon", "team", "columns")
        help_texts = {"query": _("As in the search: status:open team:…, words, “exact words”, -without")}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = access.teams_led_by(person)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField), "as the model has it"
        team.queryset, team.empty_label = teams, _("for me alone")
        team.label = _("For whom")
        if not teams.exists():
            del self.fields["team"]

    def offered(self) -> list[tuple[str, str, bool]]:
        """Return the columns with whether they are chosen: the chosen ones first, in their order."""
        chosen = list(self["columns"].value() or ())
        others = [name for name in ViewColumn.values if name not in chosen]
        return [(name, str(ViewColumn(name).label), name in chosen) for name in [*chosen, *others]]


@room("GET", "HEAD", "POST")
def views(request: Request) -> HttpResponse:
    """List the views with what can be done to each, offer the form of a new one, or keep one."""
    if _is_asked_for(request):
        query = {"query": request.GET.get("q", "")[:LONGEST]}
        context = {
            "form": ViewForm(person=request.user, initial=query | _typed(request)),
            "known": access.views_for(request.user),
            "may_change": {team.pk for team in access.teams_led_by(request.user)},
            "slug": "views",
        }
        return render(request, "workspace/queues/saved.html", context | around(request))
    return _kept(request, SavedView(owner=request.user))


@room("GET", "HEAD", "POST")
def view(request: Request, pk: int) -> HttpResponse:
    """Offer the form of a view, or keep it as it was changed."""
    found = access.view_for(request.user, pk, to="change")
    if not _is_asked_for(request):
        return _kept(request, found)
    form = ViewForm(person=request.user, instance=found, initial=_typed(request))
    context = {"view": found, "form": form, "slug": f"view-{pk}"}
    return render(request, "workspace/queues/saved_view.html", context | around(request))


@room("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Forget a view, or put a team's into the archive; the tickets stay where they are."""
    found = access.view_for(request.user, pk, to="change")
    if found.team_id is None:
        drop_view(found)
    else:
        save(VIEWS, found, {"is_active": False}, by=request.user)
    return go(request, reverse("workspace:views"), _("The view is removed."))


@room("POST")
def place(request: Request, pk: int) -> HttpResponse:
    """Move a view up or down by one."""
    found = access.view_for(request.user, pk, to="change")
    move_view(found, -1 if request.POST.get("step") == "up" else 1, by=request.user)
    return go(request, reverse("workspace:views"))


def _is_asked_for(request: Request) -> bool:
    """Tell whether the form is to be shown: for the first time, or anew because a column of it was moved."""
    return request.method != "POST" or "move" in request.POST


def _typed(request: Request) -> dict[str, Any]:
    """Return what stands in a form that is not kept yet, with one of its columns moved: the way without a script."""
    if "move" not in request.POST:
        return {}
    column, _colon, step = request.POST["move"].partition(":")
    chosen = [name for name in request.POST.getlist("columns") if name in ViewColumn.values]
    typed = {
        name: request.POST[name]
        for name in ("name", "query", "order", "icon", "team")
        if name in request.POST
    }
    return typed | {"columns": _moved(chosen, column, -1 if step == "up" else 1)}


def _moved(columns: Sequence[str], column: str, step: int) -> list[str]:
    """Let a column change places with its neighbour; at the end nothing changes."""
    moved = list(dict.fromkeys(columns))
    if column in moved and 0 <= (there := moved.index(column) + step) < len(moved):
        here = moved.index(column)
        moved[here], moved[there] = moved[there], moved[here]
    return moved


def _kept(request: Request, view: SavedView) -> HttpResponse:
    was_of = view.team_id
    form = ViewForm(request.POST, instance=view, person=request.user)
    columns = read(form)["columns"]
    if view.team_id is None and was_of is None:
        kept = keep_view(view, by=request.user)
    else:
        plain = VIEWS.shape.plain(view) | {"columns": columns}
        kept, _change = save(VIEWS, view if view.pk else None, plain, by=request.user)
    return go(request, reverse("workspace:queue", args=[f"view-{kept.pk}"]))
