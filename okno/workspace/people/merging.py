"""Two records of one human being: find the other one, see both side by side, merge, and the way back."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions.merge_people import different_customers, merge_people, undo_merge_people
from okno.people.models import Address, Person
from okno.workspace.doors import Request, go, read, room
from okno.workspace.pages import words_of
from okno.workspace.people import finding
from okno.workspace.queues.views import around

CANDIDATES, ADDRESSES = 8, 50


class OtherForm(forms.Form):
    other = forms.IntegerField(label=_("The other person"), min_value=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, and what would go over to whoever stays; tickets that the reader may not see are not counted."""

    person: Person
    addresses: list[Address]
    tickets: int
    conversations: int


@room("GET", "HEAD", "POST")
def merger(request: Request, pk: int) -> HttpResponse:
    """Look for the other person, show both side by side, or merge the other one into this one."""
    stays = access.person_for(request.user, pk, to="merge")
    if request.method == "POST":
        goes = access.person_for(request.user, read(OtherForm(request.POST))["other"], to="merge")
        merge_people(goes, stays, by=request.user)
        return go(request, _page(stays), _("Merged; it can be undone here."))
    if "other" in request.GET:
        goes = access.person_for(request.user, read(OtherForm(request.GET))["other"], to="merge")
        return _side_by_side(request, goes, stays)
    return _candidates(request, stays)


@room("POST")
def merger_undoing(request: Request, pk: int) -> HttpResponse:
    """Make two persons out of one again."""
    row = access.person_merge_for(request.user, pk)
    undo_merge_people(row, by=request.user)
    return go(request, _page(row.target), _("These are two persons again."))


def _candidates(request: Request, stays: Person) -> HttpResponse:
    """Offer a search; before the first word, those of the same name."""
    words = words_of(request.GET.get("q", ""))
    found = finding.others(request.user, stays, words).prefetch_related("addresses")
    context = {"person": stays, "words": words, "rows": found[:CANDIDATES]}
    in_dialog = "HX-Request" in request.headers
    template = "choose_dialog" if in_dialog else "choose_page"
    return render(request, f"workspace/people/{template}.html", context)


def _side_by_side(request: Request, goes: Person, stays: Person) -> HttpResponse:
    different_customers(goes, stays)
    context = {
        "goes": _side(request, goes),
        "stays": _side(request, stays),
        "other_organisation": goes.organisation_id != stays.organisation_id,
        "slug": "people",
        **around(request),
    }
    return render(request, "workspace/people/merger.html", context)


def _side(request: Request, person: Person) -> Side:
    tickets = access.tickets_for(request.user)
    return Side(
        person,
        list(person.addresses.order_by("channel", "id")[:ADDRESSES]),
        tickets.filter(requester=person).count(),
        tickets.filter(participants__person=person, participants__removed_at=None).count(),
    )


def _page(person: Person) -> str:
    return reverse("workspace:person", args=[person.pk])
