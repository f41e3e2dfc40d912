"""One's own addresses: a customer adds one, makes another the main one, removes one. A mail address is proved by a code first.

Whoever changes mail addresses shows lately that it is he: each of them opens the desk, and a session may be stolen.
"""

import hashlib
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from okno.core.refusals import NotAllowed, NotFound, Refusal
from okno.core.throttle import at_most
from okno.login import codes
from okno.login.again import CodeAgain
from okno.login.forms import ConfirmLoginCodeForm, Plain
from okno.people import proving
from okno.people.actions.addresses import AddressTaken
from okno.people.actions.choose_main_address import choose_main_address
from okno.people.actions.drop_address import drop_address
from okno.people.actions.trust_address import trust_address
from okno.people.actions.write_down_address import NotUnderstood, write_down_address
from okno.people.models import STAFF, Address, Channel, Person, normalised
from okno.people.reached import may_be_changed
from okno.people.typed import LONGEST, understood

TIMES, SECONDS = 5, 3600  # codes to new addresses, of one person and to one address
# Phones and names that one person tries: the answer tells whether somebody has them.
OTHERS, A_DAY = 10, 24 * 3600
TAKEN: Final = gettext_lazy(
    "We know this address as somebody else's. If both are you, write to us: we make one of the two."
)


class AddressCode(CodeAgain):
    """A code on its way to an address that somebody says is his own, too."""

    place = "okno_address_code"
    letter = codes.TO_ANYBODY


class OwnAddressForm(Plain):
    address = forms.CharField(
        label=gettext_lazy("One more address"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "A mail address, a phone number, @name of Telegram, vk.com/name or max.ru/name. A code comes to a mail address."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def addresses(request: HttpRequest) -> HttpResponseBase:
    """Show all of one's addresses, or take one more: a mail address gets a code, everything else is written down at once."""
    person = _person(request)
    form = OwnAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _customer(person)
        if form.is_valid():
            try:
                return _take(request, person, form.cleaned_data["address"])
            except Refusal as refusal:
                form.add_error("address", str(TAKEN if isinstance(refusal, AddressTaken) else refusal))
    context = {
        "form": form,
        "addresses": _own(person).order_by("channel", "id"),
        "is_proven": proving.is_proven(request, person),
        "proof": proving.address(reverse("own_addresses")),
        "may_change": _may_change(person),
    }
    return render(request, "login/own_addresses.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def proof(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code that has gone to the new address; who knows it has one address more."""
    person = _customer(_person(request))
    process = AddressCode.of(request, person)
    if process is None:
        messages.error(request, _("The time of the code is over. Ask for a new one."))
        return redirect("own_addresses")
    form = ConfirmLoginCodeForm(request.POST or None, code=process.code)
    address = str(process.state["email"])
    if form.is_bound and form.is_valid():
        process.abort()
        _write_down(request, person, address)
        return redirect("own_addresses")
    if form.is_bound and not process.record_invalid_attempt():
        messages.error(request, _("The code was wrong too often. Ask for a new one."))
        return redirect("own_addresses")
    context = {"form": form, "address": address}
    return render(request, "login/own_address_code.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def main(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let answers come to this address."""
    address = _one(request, pk)
    if not _may_touch(request, address):
        return redirect(proving.address(reverse("own_addresses")))
    choose_main_address(address, by=address.person)
    messages.success(request, _("Answers come there from now on."))
    return redirect("own_addresses")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def removal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask whether it is meant, then remove the address."""
    address = _one(request, pk)
    if not _may_touch(request, address):
        return redirect(proving.address(reverse("own_address_removal", args=[pk])))
    if request.method == "POST":
        drop_address(address, by=address.person)
        messages.success(request, _("Removed."))
        return redirect("own_addresses")
    others = _own(address.person).filter(channel=Channel.MAIL).exclude(pk=pk)
    is_last = address.channel == Channel.MAIL and not others.exists()
    return render(request, "login/own_address_removal.html", {"address": address, "is_last": is_last})


@require_POST
@login_required
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Let letters come there again."""
    address = _one(request, pk)
    trust_address(address, by=address.person)
    messages.success(request, _("Letters come there again."))
    return redirect("own_addresses")


def _take(request: HttpRequest, person: Person, typed: str) -> HttpResponseBase:
    if (found := understood(typed)) is None:
        raise NotUnderstood
    channel, value = found
    if channel != Channel.MAIL:
        at_most(OTHERS, A_DAY, "own-address", str(person.pk))
        write_down_address(person, typed, by=person)
        messages.success(request, _("Written down."))
        return redirect("own_addresses")
    if not proving.is_proven(request, person):
        return redirect(proving.address(reverse("own_addresses")))
    normal = normalised(channel, value)
    at_most(TIMES, SECONDS, "own-mail", str(person.pk))
    at_most(TIMES, SECONDS, "own-mail-to", hashlib.sha256(normal.encode()).hexdigest()[:32])
    AddressCode.begun(request, person, value)
    return redirect("own_address_proof")


def _write_down(request: HttpRequest, person: Person, address: str) -> None:
    try:
        write_down_address(person, address, by=person, is_proved=True)
    except AddressTaken:
        messages.error(request, TAKEN)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Proved and written down. You can log in with it, too."))


def _may_touch(request: HttpRequest, address: Address) -> bool:
    """Tell whether the address opens nothing, or it was shown lately that the person himself sits there."""
    return address.channel != Channel.MAIL or proving.is_proven(request, address.person)


def _one(request: HttpRequest, pk: int) -> Address:
    person = _customer(_person(request))
    found = _own(person).select_related("person").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _own(person: Person) -> QuerySet[Address]:
    return Address.objects.filter(person=person)


def _may_change(person: Person) -> bool:
    return person.role not in STAFF and may_be_changed(person)


def _customer(person: Person) -> Person:
    """Return the customer; the addresses of whoever works here are an administrator's matter."""
    if not _may_change(person):
        raise NotAllowed
    return person


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
