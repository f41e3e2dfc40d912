"""Putting tickets in order: merge, split, link, move a message, and the way back from each."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, NotFound
from okno.desk import access
from okno.desk.actions.link import link, unlink
from okno.desk.actions.merge import merge, undo_merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.split import split, undo_split
from okno.desk.models import Merge, Message, Split
from okno.desk.models.history import LinkKind
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.writing import address

_CHOOSABLE = [
    choice for choice in LinkKind.choices if choice[0] not in (LinkKind.MAYBE_REPLY, LinkKind.SPLIT)
]


class NumberField(forms.CharField):
    """The number of a ticket as people write it: «125», «№ 125»."""

    def clean(self, value: object) -> int:
        """Return the digits as a number."""
        digits = str(value or "").replace("№", "").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004 - as long as a bigint
            raise forms.ValidationError(_("write the number of a ticket"))
        return int(digits)


class MergeForm(forms.Form):
    into = NumberField(label=_("Into which ticket"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    share = forms.BooleanField(
        label=_("Its participants may read the other conversation from now on"), required=False
    )
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)


class SplitForm(forms.Form):
    subject = forms.CharField(label=_("Subject of the new ticket"), max_length=250, required=False)


class LinkForm(forms.Form):
    other = NumberField(label=_("Ticket"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    kind = forms.ChoiceField(label=_("How they are related"), choices=_CHOOSABLE, required=False)


class MoveForm(forms.Form):
    to = NumberField(label=_("Into which ticket"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)


@room("GET", "HEAD", "POST")
def merger(request: Request, number: int) -> HttpResponse:
    """Offer the form, or pour this ticket into another one."""
    ticket = access.ticket_for(request.user, number, to="merge")
    if request.method != "POST":
        return render(request, "workspace/tickets/merge.html", {"ticket": ticket, "form": MergeForm()})
    asked = read(MergeForm(request.POST))
    target = access.ticket_for(request.user, asked["into"], to="merge")
    merge(ticket, target, share=asked["share"], why=asked["why"], by=request.user)
    return go(request, address(target), _("Merged; it can be undone beside the conversation."))


@room("POST")
def merger_undoing(request: Request, number: int, pk: int) -> HttpResponse:
    """Take two merged tickets apart again."""
    ticket = access.ticket_for(request.user, number, to="merge")
    row = Merge.objects.filter(pk=pk, target=ticket).select_related("source", "target").first()
    if row is None:
        raise NotFound
    access.ticket_for(request.user, row.source.number, to="merge")
    undo_merge(row, by=request.user)
    return go(request, address(ticket), _("The two tickets are apart again."))


@room("GET", "HEAD", "POST")
def splitting(request: Request, number: int) -> HttpResponse:
    """Offer the messages, or make a ticket of its own out of some of them."""
    ticket = access.ticket_for(request.user, number, to="merge")
    if request.method != "POST":
        messages = access.messages_for(request.user, ticket).filter(undone_at=None)
        context = {"ticket": ticket, "form": SplitForm(), "messages_of_ticket": messages}
        return render(request, "workspace/tickets/split.html", context)
    asked = read(SplitForm(request.POST))
    fresh = split(ticket, _chosen(request, ticket.number), subject=asked["subject"], by=request.user)
    return go(
        request, address(fresh), _("Split off; it can be undone beside the conversation of the first ticket.")
    )


@room("POST")
def split_undoing(request: Request, number: int, pk: int) -> HttpResponse:
    """Bring the messages of a split back."""
    ticket = access.ticket_for(request.user, number, to="merge")
    row = Split.objects.filter(pk=pk, source=ticket).select_related("source", "target").first()
    if row is None:
        raise NotFound
    access.ticket_for(request.user, row.target.number, to="merge")
    undo_split(row, by=request.user)
    return go(request, address(ticket), _("The messages are back."))


@room("GET", "HEAD", "POST")
def links(request: Request, number: int) -> HttpResponse:
    """Offer the form, or link another ticket."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        return render(request, "workspace/tickets/link.html", {"ticket": ticket, "form": LinkForm()})
    asked = read(LinkForm(request.POST))
    other = access.ticket_for(request.user, asked["other"], to="work")
    link(ticket, other, kind=asked["kind"] or LinkKind.RELATED, by=request.user)
    return go(request, address(ticket))


@room("POST")
def link_removal(request: Request, number: int, other: int) -> HttpResponse:
    """Remove the links between two tickets."""
    ticket = access.ticket_for(request.user, number, to="work")
    unlink(ticket, access.ticket_for(request.user, other, to="work"), by=request.user)
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def place(request: Request, pk: int) -> HttpResponse:
    """Offer the form, or move a message that came to the wrong ticket («не туда»)."""
    message = access.message_for(request.user, pk, to="merge")
    if request.method != "POST":
        return render(request, "workspace/tickets/move.html", {"message": message, "form": MoveForm()})
    asked = read(MoveForm(request.POST))
    target = access.ticket_for(request.user, asked["to"], to="merge")
    move_message(message, target, why=asked["why"], by=request.user)
    return go(request, f"{reverse('workspace:ticket', args=[target.number])}#message-{message.pk}")


def _chosen(request: Request, number: int) -> list[Message]:
    """Return the ticked messages; each must be one of this ticket that the person may read."""
    keys = request.POST.getlist("messages")
    if not all(key.isascii() and key.isdigit() and len(key) < 19 for key in keys):  # noqa: PLR2004 - as long as a bigint
        raise BadInput
    ticket = access.ticket_for(request.user, number, to="merge")
    return list(access.messages_for(request.user, ticket).filter(pk__in=[int(key) for key in keys[:1000]]))
