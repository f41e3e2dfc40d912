"""In whose hands the ticket is: take, assign, hand over."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.escalate import escalate
from okno.desk.models import Ticket
from okno.workspace import choices
from okno.workspace.doors import Request
from okno.workspace.tickets.deeds import Asked, deed


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


class EscalateForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        help_text=_("The lead of the team reads it, and then the administrators"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@deed()
def taking(request: Request, ticket: Ticket, _asked: Asked) -> None:
    """Take the ticket oneself."""
    take(ticket, by=request.user)


@deed(
    OwnerForm, page="choose_owner", offer=lambda *_: {"colleagues": choices.colleagues()[: choices.AT_MOST]}
)
def owner(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the colleagues, or give the ticket to one of them."""
    assign(ticket, owner=asked["owner"], team=ticket.team, by=request.user)


@deed(TeamForm, page="choose_team", offer=lambda *_: {"teams": choices.teams()[: choices.AT_MOST]})
def team(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the teams, or give the ticket to one of them."""
    assign(ticket, team=asked["team"], owner=ticket.owner, by=request.user)


@deed(HandOverForm, page="hand_over")
def handover(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or pass the ticket on with the note of what was tried."""
    hand_over(ticket, tried=asked["tried"], team=asked["team"], owner=asked["owner"], by=request.user)
    return _("Handed over.")


@deed(EscalateForm, page="escalate")
def escalation(request: Request, ticket: Ticket, asked: Asked) -> str:
    """Offer the form, or raise the ticket one step with a reason."""
    above = escalate(ticket, why=asked["why"], by=request.user)
    return gettext("Escalated to: %(names)s.") % {"names": ", ".join(str(person) for person in above)}
