"""Fields that name a ticket, a person or a post: while one types, what may be meant is offered below, and one press takes it.

Without scripts they are what they were: a field for a number or an address.
"""

import re
from dataclasses import dataclass
from typing import Final

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from okno.core.numbers import whole
from okno.desk import access
from okno.desk.models import Ticket
from okno.people.joining import family
from okno.people.models import Membership, Person
from okno.workspace import named
from okno.workspace.doors import Request, room
from okno.workspace.pages import words_of

OFFERED: Final = 8
FIELDS: Final = ("q", "into", "other", "to", "email")  # what the fields that ask are called
_SAID: Final = re.compile(r"[№#]?\s*(\d+)(?:\s*·.*)?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """One that may be meant: what is written into the field, and what is shown."""

    text: str
    label: str
    about: str


def asks(form: forms.Form, name: str, url: str) -> None:
    """Let a field of the form offer what this address finds for the typed words."""
    form.fields[name].widget.attrs |= offering(f"{name}-offers", url)


def offering(place: str, url: str) -> dict[str, str]:
    """Return the attributes of a field that shows in this place what the address finds for the typed words."""
    return {
        "role": "combobox",
        "aria-expanded": "false",
        "aria-autocomplete": "list",
        "aria-controls": place,
        "autocomplete": "off",
        "spellcheck": "false",
        "data-offers": "",
        "hx-get": url,
        "hx-trigger": "input changed delay:200ms, focus",
        "hx-target": f"#{place}",
        "hx-swap": "innerHTML",
        "hx-push-url": "false",
    }


def number_of(said: str) -> int | None:
    """Return the number that is named: «125», «№ 125», «№ 125 · Принтер гудит»; None for anything else."""
    found = _SAID.fullmatch(said.strip())
    return whole(found[1]) if found else None


def show(request: Request, offers: list[Offer]) -> HttpResponse:
    """Show what may be meant."""
    return render(request, "workspace/offers.html", {"offers": offers[:OFFERED]})


def typed(request: Request) -> str:
    """Return the words of the field that asks; what was taken from the offers asks for its number."""
    words = words_of(next((request.GET[name] for name in FIELDS if name in request.GET), ""))
    number = number_of(words)
    return words if number is None else str(number)


@room()
def tickets(request: Request, number: int) -> HttpResponse:
    """Offer other tickets: those of the same customer first, before the first word and among what is found."""
    ticket = access.ticket_for(request.user, number)
    words = typed(request)
    if not words:
        return show(request, [_ticket(one) for one in _of_the_same(request.user, ticket)])
    found = [one for one in named.tickets(request.user, words) if one.pk != ticket.pk]
    same = {one.pk for one in family(ticket.requester)}
    found = [one for one in found if one.merged_into_id is None]
    found.sort(key=lambda one: one.requester_id not in same)  # the order of the search stays among equals
    prefetch_related_objects(found[:OFFERED], "requester")
    return show(request, [_ticket(one) for one in found[:OFFERED]])


@room()
def people(request: Request) -> HttpResponse:
    """Offer people who have a mail address, by name, organisation, address or telephone number."""
    found = named.people(request.user, typed(request))
    return show(request, [_person(one) for one in found if one.email])


def _of_the_same(reader: Person, ticket: Ticket) -> list[Ticket]:
    """Return the other tickets of the same customer: open ones first, and of them those of the own queue; then the newest."""
    people = [one.pk for one in family(ticket.requester)]
    mine = Q(owner=reader) | Q(team__in=Membership.objects.filter(person=reader).values("team"))
    place = Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    others = access.tickets_for(reader).standing().filter(requester__in=people).exclude(pk=ticket.pk)
    ranked = others.select_related("requester")
    live = list(ranked.live().order_by(place, "-pk")[:OFFERED])
    rest = ranked.exclude(pk__in=[one.pk for one in live]).order_by("-pk")
    return [*live, *rest[: OFFERED - len(live)]]


def _ticket(one: Ticket) -> Offer:
    subject = one.subject or _("No subject")
    about = f"№\u00a0{one.number} · {one.requester} · {one.get_state_display()}"
    return Offer(f"№ {one.number} · {subject}"[:200], subject, about)


def _person(one: Person) -> Offer:
    belongs = str(one.organisation) if one.organisation else one.get_role_display()
    return Offer(one.email, str(one), f"{one.email} · {belongs}" if one.name else belongs)
