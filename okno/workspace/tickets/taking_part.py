"""Who takes part in a ticket besides the requester."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.actions.classify import set_requester
from okno.desk.actions.participate import add_participant, remove_participant
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.writing import address


class PersonForm(forms.Form):
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)


@room("GET", "HEAD", "POST")
def participants(request: Request, number: int) -> HttpResponse:
    """Offer the form, or let somebody read and write in the ticket from now on."""
    ticket = access.ticket_for(request.user, number, to="participants")
    if request.method != "POST":
        return render(request, "workspace/tickets/participant.html", {"ticket": ticket, "form": PersonForm()})
    add_participant(ticket, _person(request), by=request.user)
    return go(request, address(ticket))


@room("POST")
def participant_removal(request: Request, number: int, pk: int) -> HttpResponse:
    """Let somebody take part no longer."""
    ticket = access.ticket_for(request.user, number, to="participants")
    row = ticket.participants.filter(person=pk, removed_at=None).select_related("person").first()
    if row is None:
        raise NotFound
    remove_participant(ticket, row.person, by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def requester(request: Request, number: int) -> HttpResponse:
    """Offer the form, or say on whose behalf the ticket stands."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        return render(request, "workspace/tickets/requester.html", {"ticket": ticket, "form": PersonForm()})
    set_requester(ticket, _person(request), by=request.user)
    return go(request, address(ticket))


def _person(request: Request) -> Person:
    asked = read(PersonForm(request.POST))
    return meet(Channel.MAIL, asked["email"], name=asked["name"])
