"""Putting tickets in order: merge, split, link, move a message, and the way back from each."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.actions.link import link, unlink
from okno.desk.actions.merge import merge, undo_merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.move_out import move_out
from okno.desk.actions.split import split, undo_split
from okno.desk.models import Message, Ticket
from okno.desk.models.history import LinkKind
from okno.workspace.doors import Request, go, read, room
from okno.workspace.picking import asks, number_of
from okno.workspace.tickets.deeds import Asked, Offer, deed
from okno.workspace.tickets.places import address

Row = TypeVar("Row", bound=Model)

_CHOOSABLE = [
    choice for choice in LinkKind.choices if choice[0] not in (LinkKind.MAYBE_REPLY, LinkKind.SPLIT)
]


BY_NUMBER = _("The number, or words: of the subject, of what was said, of the customer.")


class NumberField(forms.CharField):
    """The number of a ticket as people write it, «125», «№ 125», or as the offers below the field do: «№ 125 · Принтер»."""

    def clean(self, value: object) -> int | None:
        """Return the digits as a number; None where nothing is asked."""
        said = str(value or "").strip()
        number = number_of(said)
        if not said and not self.required:
            return None
        if number is None:
            raise forms.ValidationError(_("choose a ticket from the list, or write its number"))
        return number


class MergeForm(forms.Form):
    into = NumberField(label=_("Into which ticket"), help_text=BY_NUMBER)
    share = forms.BooleanField(
        label=_("Its participants may read the other conversation from now on"), required=False
    )
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)


class SplitForm(forms.Form):
    subject = forms.CharField(label=_("Subject of the new ticket"), max_length=250, required=False)


class LinkForm(forms.Form):
    other = NumberField(label=_("Ticket"), help_text=BY_NUMBER)
    kind = forms.ChoiceField(label=_("How they are related"), choices=_CHOOSABLE, required=False)


class MoveForm(forms.Form):
    out_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    to = NumberField(label=_("Into which ticket"), help_text=BY_NUMBER, required=False)
    fresh = forms.BooleanField(label=_("Into a new ticket of its own"), required=False)
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)

    def clean(self) -> Asked:
        """Ask for one of the two."""
        asked = super().clean() or self.cleaned_data
        if "to" not in self.errors and bool(asked.get("to")) == bool(asked.get("fresh")):
            raise forms.ValidationError(_("Name the ticket, or choose a new one; not both."))
        return asked


def _asking(form: type[forms.Form], name: str) -> Offer:
    """Return what lets the form of a deed offer other tickets for the words in this field."""

    def offer(_request: Request, ticket: Ticket) -> Asked:
        fresh = form()
        asks(fresh, name, reverse("workspace:ticket_others", args=[ticket.number]))
        return {"form": fresh}

    return offer


@deed(MergeForm, to="merge", page="merge", offer=_asking(MergeForm, "into"))
def merger(request: Request, ticket: Ticket, asked: Asked) -> HttpResponse:
    """Offer the form, or pour this ticket into another one."""
    target = access.ticket_for(request.user, asked["into"], to="merge")
    merge(ticket, target, share=asked["share"], why=asked["why"], by=request.user)
    return go(request, address(target), _("Merged; it can be undone beside the conversation."))


@deed(to="merge")
def merger_undoing(request: Request, ticket: Ticket, _asked: Asked, pk: int) -> Promise:
    """Take two merged tickets apart again."""
    row = _found(ticket.merges_in.select_related("source"), pk)
    access.ticket_for(request.user, row.source.number, to="merge")
    undo_merge(row, by=request.user)
    return _("The two tickets are apart again.")


def _messages_of(request: Request, ticket: Ticket) -> dict[str, Any]:
    """Offer what may be split off: every message that still stands."""
    return {"messages_of_ticket": access.messages_for(request.user, ticket).filter(undone_at=None)}


@deed(SplitForm, to="merge", page="split", offer=_messages_of)
def splitting(request: Request, ticket: Ticket, asked: Asked) -> HttpResponse:
    """Offer the messages, or make a ticket of its own out of some of them."""
    fresh = split(ticket, _chosen(request, ticket), subject=asked["subject"], by=request.user)
    say = _("Split off; it can be undone beside the conversation of the first ticket.")
    return go(request, address(fresh), say)


@deed(to="merge")
def split_undoing(request: Request, ticket: Ticket, _asked: Asked, pk: int) -> Promise:
    """Bring the messages of a split back."""
    row = _found(ticket.splits_away.select_related("target"), pk)
    access.ticket_for(request.user, row.target.number, to="merge")
    undo_split(row, by=request.user)
    return _("The messages are back.")


@deed(LinkForm, page="link", offer=_asking(LinkForm, "other"))
def links(request: Request, ticket: Ticket, asked: Asked) -> None:
    """Offer the form, or link another ticket."""
    other = access.ticket_for(request.user, asked["other"], to="work")
    link(ticket, other, kind=asked["kind"] or LinkKind.RELATED, by=request.user)


@deed()
def link_removal(request: Request, ticket: Ticket, _asked: Asked, other: int) -> None:
    """Remove the links between two tickets."""
    unlink(ticket, access.ticket_for(request.user, other, to="work"), by=request.user)


@room("GET", "HEAD", "POST")
def place(request: Request, pk: int) -> HttpResponse:
    """Offer the form, or move a message that came to the wrong ticket («не туда»)."""
    message = access.message_for(request.user, pk, to="merge")
    here = message.ticket
    if request.method != "POST":
        form = MoveForm(initial={"out_of": here.number})
        asks(form, "to", reverse("workspace:ticket_others", args=[here.number]))
        return render(request, "workspace/tickets/move.html", {"message": message, "form": form})
    asked = read(MoveForm(request.POST))
    if not asked["fresh"]:
        target = access.ticket_for(request.user, asked["to"], to="merge")
        there = move_message(message, target, why=asked["why"], by=request.user)
    elif asked["out_of"] in (None, here.number):
        there = move_out(message, here, why=asked["why"], by=request.user)
    else:
        there = here  # it was pressed twice
    return go(request, f"{address(there)}#message-{message.pk}", _moved(there, asked["to"]))


def _moved(there: Ticket, wanted: int | None) -> str | Promise:
    """Say where the message is, where it is not the ticket that was named."""
    if wanted is None or there.number == wanted:
        return ""
    return _("That ticket was closed long ago; a new one follows it.")


def _found(rows: QuerySet[Row], pk: int) -> Row:
    """Return this row of the ticket's own; raises NotFound."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _chosen(request: Request, ticket: Ticket) -> list[Message]:
    """Return the ticked messages; each must be one of this ticket that the person may read."""
    said = request.POST.getlist("messages")
    keys = [key for text in said if (key := whole(text)) is not None]
    if len(keys) < len(said):
        raise BadInput
    return list(access.messages_for(request.user, ticket).filter(pk__in=keys[:1000]))
