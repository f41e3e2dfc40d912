"""How a person is reached: all addresses, one more, another main one, one less, one that works again."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import Refusal
from okno.desk import access
from okno.desk.actions.merge_people import CUSTOMERS
from okno.people.actions.addresses import AddressTaken
from okno.people.actions.choose_main_address import choose_main_address
from okno.people.actions.drop_address import drop_address
from okno.people.actions.trust_address import trust_address
from okno.people.actions.write_down_address import write_down_address
from okno.people.main_address import next_main
from okno.people.models import Address, Channel, Person, PersonFact, normalised
from okno.people.reached import may_be_changed
from okno.people.typed import LONGEST, understood
from okno.workspace import looking
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

ADDRESSES, FACTS = 100, 20


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("New address"),
        max_length=LONGEST,
        help_text=_(
            "A mail address, a phone number, @name of Telegram, vk.com/name or max.ru/name: the desk sees what it is."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


@room("GET", "HEAD", "POST")
def addresses(request: Request, pk: int) -> HttpResponse:
    """Show all addresses of a person with what became of them, or write one more down."""
    person = access.person_for(request.user, pk, to="reach")
    looking.saw_person(request, person.pk)
    if request.method != "POST":
        return _page(request, person, AddressForm())
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    try:
        write_down_address(person, form.cleaned_data["address"], by=request.user)
    except AddressTaken as refusal:
        return _taken(request, person, form, refusal)
    except Refusal as refusal:
        form.add_error("address", str(refusal))
        return _page(request, person, form, status=refusal.status)
    return go(request, _here(person), _("Written down."))


@room("GET", "HEAD", "POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Ask whether it is meant, telling what follows; then remove the address."""
    address = access.address_for(request.user, pk)
    if request.method == "POST":
        drop_address(address, by=request.user, anyway=request.POST.get("anyway") == "yes")
        return go(request, _here(address.person), _("Removed."))
    others = Address.objects.filter(person=address.person).exclude(pk=address.pk)
    context = {
        "person": address.person,
        "address": address,
        "is_last": not others.exists(),
        "next_main": _next_main(address),
        "is_last_mail": address.channel == Channel.MAIL and not others.filter(channel=Channel.MAIL).exists(),
        "slug": "people",
        **around(request),
    }
    return render(request, "workspace/people/address_removal.html", context)


def _next_main(address: Address) -> str:
    """Return the mail address that takes the place of the main one; empty where another one goes, or none is left."""
    is_main = address.channel == Channel.MAIL and address.normal == address.person.email
    return next_main(address.person, without=address.pk) if is_main else ""


@room("POST")
def main(request: Request, pk: int) -> HttpResponse:
    """Let answers go to this address."""
    address = access.address_for(request.user, pk)
    choose_main_address(address, by=request.user)
    return go(request, _here(address.person), _("Answers go there from now on."))


@room("POST")
def repair(request: Request, pk: int) -> HttpResponse:
    """Let letters go there again."""
    address = access.address_for(request.user, pk)
    trust_address(address, by=request.user)
    return go(request, _here(address.person), _("Letters go there again."))


def _page(
    request: Request, person: Person, form: AddressForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    if form.is_bound:
        form.fields["address"].widget.attrs["autofocus"] = True
    context = {
        "person": person,
        "form": form,
        "addresses": person.addresses.order_by("channel", "id")[:ADDRESSES],
        "facts": PersonFact.objects.filter(person=person).select_related("by").order_by("-pk")[:FACTS],
        "may_change": may_be_changed(person),
        "slug": "people",
        **more,
        **around(request),
    }
    return render(request, "workspace/people/reaching.html", context, status=status)


def _taken(request: Request, person: Person, form: AddressForm, refusal: AddressTaken) -> HttpResponse:
    """Name whose address it is and offer to merge the two, as far as the reader may know of the other one."""
    found = understood(form.cleaned_data["address"])
    assert found is not None, "what is not understood belongs to nobody"
    channel, value = found
    owners = access.people_for(request.user).filter(
        addresses__channel=channel, addresses__normal=normalised(channel, value)
    )
    owner = owners.first()
    if owner is None:
        form.add_error("address", str(refusal))
    may_merge = owner is not None and {owner.role, person.role} <= set(CUSTOMERS)
    return _page(request, person, form, status=refusal.status, owner=owner, may_merge=may_merge)


def _here(person: Person) -> str:
    return reverse("workspace:person_addresses", args=[person.pk])
