"""Saved views: keep a search under a name, change it, put it in another place, share it with a team, remove it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions.keep_view import drop_view, keep_view, move_view
from okno.desk.models import SavedView
from okno.desk.search.language import LONGEST
from okno.people.models import Person
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues.views import around


class ViewForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the checker alone
    class Meta:
        model = SavedView
        fields = ("name", "query", "order", "icon", "team")
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


@room("GET", "HEAD", "POST")
def views(request: Request) -> HttpResponse:
    """List the views with what can be done to each, offer the form of a new one, or keep one."""
    if request.method != "POST":
        query = request.GET.get("q", "")[:LONGEST]
        context = {
            "form": ViewForm(person=request.user, initial={"query": query}),
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
    if request.method == "POST":
        return _kept(request, found)
    context = {"view": found, "form": ViewForm(person=request.user, instance=found), "slug": f"view-{pk}"}
    return render(request, "workspace/queues/saved_view.html", context | around(request))


@room("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Forget a view; the tickets stay where they are."""
    drop_view(access.view_for(request.user, pk, to="change"))
    return go(request, reverse("workspace:views"), _("The view is removed."))


@room("POST")
def place(request: Request, pk: int) -> HttpResponse:
    """Move a view up or down by one."""
    found = access.view_for(request.user, pk, to="change")
    move_view(found, -1 if request.POST.get("step") == "up" else 1, by=request.user)
    return go(request, reverse("workspace:views"))


def _kept(request: Request, view: SavedView) -> HttpResponse:
    form = ViewForm(request.POST, instance=view, person=request.user)
    read(form)
    kept = keep_view(view, by=request.user)
    return go(request, reverse("workspace:queue", args=[f"view-{kept.pk}"]))
