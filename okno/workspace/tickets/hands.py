"""In whose hands the ticket is: take, assign, hand over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.escalate import escalate
from okno.desk.actions.pass_on import pass_on
from okno.desk.actions.take_next import put_back, take_chat, take_next
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.staffing import who
from okno.staffing.telling import away_words, briefly
from okno.workspace import choices
from okno.workspace.doors import Request, back, lead, room
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


class PutBackForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        help_text=_("Colleagues read it before they take the ticket; it does not come to you again."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@room("POST")
def next_one(request: Request) -> HttpResponse:
    """Take the most urgent ticket that suits, and lead there with the reason."""
    ticket = take_next(by=request.user)
    if ticket is None:
        nothing = _("Nothing waits for you: every ticket of your teams has an owner.")
        return lead(request, back(request, reverse("workspace:queue", args=["mine"])), nothing)
    taken = ticket.facts.filter(kind="ticket.taken", by=request.user).latest("id")
    words = _("№ %(number)d is yours — %(why)s.") % {"number": ticket.number, "why": taken.why}
    return lead(request, f"{reverse('workspace:ticket', args=[ticket.number])}?queue=mine", words)


@room("POST")
def chat_acceptance(request: Request) -> HttpResponse:
    """Take the chat that waits longest, and lead there."""
    ticket = take_chat(by=request.user)
    if ticket is None:
        nothing = _("No chat waits any more: a colleague was faster.")
        return lead(request, back(request, reverse("workspace:queue", args=["mine"])), nothing)
    return lead(request, f"{reverse('workspace:ticket', args=[ticket.number])}?queue=mine")


@deed(PutBackForm, page="put_back")
def putting_back(request: Request, ticket: Ticket, asked: Asked) -> Promise:
    """Offer the form, or put one's own ticket back into the queue with the reason."""
    put_back(ticket, by=request.user, why=asked["why"])
    return _("The ticket is in the queue again.")


def _colleagues(_request: Request, _ticket: Ticket) -> dict[str, Any]:
    """Offer the colleagues, each with why he is not there."""
    people, now = list(choices.colleagues()[: choices.AT_MOST]), clock.now()
    duties = who.duties([one.pk for one in people], now)
    return {"colleagues": [(one, briefly(duties[one.pk], now)) for one in people]}


@deed(OwnerForm, page="choose_owner", offer=_colleagues)
def owner(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the colleagues, or give the ticket to one of them; who is away is told, with the way to who stands in."""
    chosen: Person | None = asked["owner"]
    assign(ticket, owner=chosen, team=ticket.team, by=request.user)
    if chosen is not None and chosen != request.user:
        _warn_of_absence(request, ticket, chosen)


def _warn_of_absence(request: Request, ticket: Ticket, owner: Person) -> None:
    now = clock.now()
    away = who.duties([owner.pk], now)[owner.pk].away_at(now)
    if away is None:
        return
    substitute = Person.objects.staff().filter(pk=away.substitute or 0).first()
    told = {"name": owner, "why": away_words(away), "substitute": substitute}
    if substitute is None:
        messages.warning(request, str(_("%(name)s: %(why)s. Nobody stands in.") % told))
    else:
        words = _("%(name)s: %(why)s. %(substitute)s stands in.") % told
        messages.warning(request, str(words), extra_tags=reverse("workspace:passing", args=[ticket.number]))


@deed()
def passing(request: Request, ticket: Ticket, _asked: Asked) -> Promise:
    """Pass on what lies with somebody who is away or gone: to who stands in, or to the team."""
    if pass_on(ticket, by=request.user):
        return _("The ticket has gone on.")
    return _("The owner is there; the ticket stays.")


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
