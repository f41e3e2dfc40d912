"""Who takes part in a ticket besides the requester."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import NotFound
from okno.desk.actions.classify import set_requester
from okno.desk.actions.participate import add_participant, remove_participant
from okno.desk.models import Ticket
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person
from okno.workspace.doors import Request
from okno.workspace.tickets.deeds import Asked, deed


class PersonForm(forms.Form):
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)


@deed(PersonForm, to="participants", page="participant")
def participants(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or let somebody read and write in the ticket from now on."""
    add_participant(ticket, _person(asked), by=request.user)


@deed(to="participants")
def participant_removal(request: Request, ticket: Ticket, _asked: Asked, pk: int) -> None:
    """Let somebody take part no longer."""
    row = ticket.participants.filter(person=pk, removed_at=None).select_related("person").first()
    if row is None:
        raise NotFound
    remove_participant(ticket, row.person, by=request.user)


@deed(PersonForm, page="requester")
def requester(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or say on whose behalf the ticket stands."""
    set_requester(ticket, _person(asked), by=request.user)


def _person(asked: Asked) -> Person:
    return meet(Channel.MAIL, asked["email"], name=asked["name"])
