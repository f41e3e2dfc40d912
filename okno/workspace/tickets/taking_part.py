"""Who takes part in a ticket besides the requester, and which colleagues are called to it."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.actions.classify import set_requester
from okno.desk.actions.participate import add_participant, remove_participant, watch
from okno.desk.models import Ticket
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person
from okno.workspace import choices
from okno.workspace.doors import Request
from okno.workspace.picking import asks
from okno.workspace.tickets.deeds import Asked, deed


class PersonForm(forms.Form):
    email = forms.EmailField(
        label=_("Name or mail address"),
        max_length=254,
        help_text=_("Choose somebody from the list; whoever is not known yet is added by the mail address."),
        widget=forms.TextInput,
        error_messages={"invalid": _("choose somebody from the list, or write a mail address")},
    )
    name = forms.CharField(label=_("Name of a new person"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks(self, "email", reverse("workspace:people_offers"))


class InviteForm(forms.Form):
    colleague = forms.ModelChoiceField(choices.colleagues(), label=_("Colleague"), empty_label="—")
    why = forms.CharField(
        label=_("What for"),
        help_text=_("The colleague reads it in the course of the ticket; customers do not."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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


def _whom_to_invite(request: Request, ticket: Ticket) -> Asked:
    form = InviteForm()
    known = access.readers_of(ticket, choices.colleagues().values_list("pk", flat=True)[: choices.AT_MOST])
    colleague = form.fields["colleague"]
    assert isinstance(colleague, forms.ModelChoiceField)
    colleague.queryset = known.exclude(pk=request.user.pk).order_by("name", "pk")
    return {"form": form}


@deed(InviteForm, page="invite", offer=_whom_to_invite)
def invitation(request: Request, ticket: Ticket, asked: Asked) -> str:
    """Offer the colleagues who may read the ticket, or invite one: he is told, and watches from now on."""
    colleague = asked["colleague"]
    if not access.readers_of(ticket, [colleague.pk]).exists():
        raise BadInput(_("This colleague may not see the ticket."), field="colleague")
    watch(ticket, by=request.user, person=colleague, why=asked["why"])
    return _("%(name)s is invited.") % {"name": colleague}


@deed(PersonForm, page="requester")
def requester(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or say on whose behalf the ticket stands."""
    set_requester(ticket, _person(asked), by=request.user)


def _person(asked: Asked) -> Person:
    return meet(Channel.MAIL, asked["email"], name=asked["name"])
