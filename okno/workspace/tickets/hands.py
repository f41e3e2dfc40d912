"""In whose hands the ticket is: take, assign, hand over."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions.assign import assign, hand_over, take
from okno.workspace import choices
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.writing import address


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(choices.colleagues(), label=_("Owner"), required=False)


class TeamForm(forms.Form):
    team = forms.ModelChoiceField(choices.teams(), label=_("Team"), required=False)


class HandOverForm(forms.Form):
    team = forms.ModelChoiceField(choices.teams(), label=_("Team"), required=False, empty_label="—")
    owner = forms.ModelChoiceField(
        choices.colleagues(), label=_("Colleague"), required=False, empty_label="—"
    )
    tried = forms.CharField(
        label=_("What was tried already"),
        help_text=_("So that nobody starts over"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a hand-over to nobody."""
        asked: dict[str, Any] = super().clean() or {}
        if not asked.get("team") and not asked.get("owner"):
            raise forms.ValidationError(_("Choose a team or a colleague."))
        return asked


@room("POST")
def taking(request: Request, number: int) -> HttpResponse:
    """Take the ticket oneself."""
    ticket = access.ticket_for(request.user, number, to="work")
    take(ticket, by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def owner(request: Request, number: int) -> HttpResponse:
    """Offer the colleagues, or give the ticket to one of them."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        context = {"ticket": ticket, "colleagues": choices.colleagues()[: choices.AT_MOST]}
        return render(request, "workspace/tickets/choose_owner.html", context)
    chosen = read(OwnerForm(request.POST))["owner"]
    assign(ticket, owner=chosen, team=ticket.team, by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def team(request: Request, number: int) -> HttpResponse:
    """Offer the teams, or give the ticket to one of them."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        context = {"ticket": ticket, "teams": choices.teams()[: choices.AT_MOST]}
        return render(request, "workspace/tickets/choose_team.html", context)
    chosen = read(TeamForm(request.POST))["team"]
    assign(ticket, team=chosen, owner=ticket.owner, by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def handover(request: Request, number: int) -> HttpResponse:
    """Offer the form, or pass the ticket on with the note of what was tried."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        return render(request, "workspace/tickets/hand_over.html", {"ticket": ticket, "form": HandOverForm()})
    asked = read(HandOverForm(request.POST))
    hand_over(ticket, tried=asked["tried"], team=asked["team"], owner=asked["owner"], by=request.user)
    return go(request, address(ticket), _("Handed over."))
