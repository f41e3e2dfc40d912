"""The way between the lines, who talks to the customer, how many are concerned and how soon it hurts."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Impact, Urgency
from okno.desk.actions.assess import assess
from okno.desk.actions.next_line import before_now, send_back, set_speaker, to_next_line
from okno.desk.lines import next_team
from okno.desk.models import Ticket
from okno.people.models import Line
from okno.workspace import choices
from okno.workspace.doors import Request
from okno.workspace.tickets.deeds import Asked, deed


def _long(label: Any, hint: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=hint, max_length=20_000, widget=area)


class NextLineForm(forms.Form):
    team = forms.ModelChoiceField(choices.teams().filter(line__gt=Line.FIRST), label=_("Team"))
    tried = _long(_("What was tried already"), _("So that nobody starts over"))


class SendBackForm(forms.Form):
    reason = _long(
        _("Why it comes back"), _("Whoever gets it back reads it: what is missing, what is to be asked")
    )


class SpeakerForm(forms.Form):
    speaker = forms.ModelChoiceField(
        choices.colleagues(),
        label=_("Who talks to the customer"),
        help_text=_(
            "Stays the same when the ticket goes to another line. Replies of others reach the customer too."
        ),
        required=False,
        empty_label=_("The owner of the ticket"),
    )


class AssessForm(forms.Form):
    impact = forms.ChoiceField(
        label=_("How many are concerned"), choices=Impact.choices, widget=forms.RadioSelect, required=False
    )
    urgency = forms.ChoiceField(
        label=_("How soon it hurts"), choices=Urgency.choices, widget=forms.RadioSelect, required=False
    )


def _next(_request: Request, ticket: Ticket) -> dict[str, Any]:
    """Choose the team of the next line beforehand."""
    return {"form": NextLineForm(initial={"team": next_team(ticket.team, ticket.service)})}


def _before(_request: Request, ticket: Ticket) -> dict[str, Any]:
    return {"came_from": before_now(ticket)}


def _speaker(_request: Request, ticket: Ticket) -> dict[str, Any]:
    return {"form": SpeakerForm(initial={"speaker": ticket.speaker_id})}


def _assessed(_request: Request, ticket: Ticket) -> dict[str, Any]:
    return {"form": AssessForm(initial={"impact": ticket.impact, "urgency": ticket.urgency or ticket.wish})}


@deed(NextLineForm, page="next_line", offer=_next)
def next_line(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or give the ticket to the next line with what was tried."""
    to_next_line(ticket, tried=asked["tried"], team=asked["team"], by=request.user)
    return _("Handed over.")


@deed(SendBackForm, page="send_back", offer=_before)
def sending_back(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or give the ticket back with a reason."""
    send_back(ticket, reason=asked["reason"], by=request.user)
    return _("Given back.")


@deed(SpeakerForm, page="speaker", offer=_speaker)
def speaker(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the colleagues, or say who talks to the customer."""
    set_speaker(ticket, asked["speaker"], by=request.user)


@deed(AssessForm, page="assess", offer=_assessed)
def assessment(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or say how many are concerned and how soon it hurts; the priority follows."""
    assess(ticket, impact=asked["impact"], urgency=asked["urgency"], by=request.user)
