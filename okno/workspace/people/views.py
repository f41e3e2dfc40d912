"""The people whom the desk knows: the list, and one person with addresses, organisation and tickets."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from okno.desk import access
from okno.desk.actions.merge_people import CUSTOMERS
from okno.people.joining import family
from okno.people.models import Person
from okno.people.reached import may_be_changed
from okno.privacy import access as privacy
from okno.workspace import looking
from okno.workspace.doors import Request, room
from okno.workspace.pages import opened, sealed, words_of
from okno.workspace.people import finding
from okno.workspace.queues.rows import read
from okno.workspace.queues.views import around

PEOPLE, TICKETS, ADDRESSES, MERGES, LOOKS = 50, 20, 50, 20, 10


@room()
def people(request: Request) -> HttpResponse:
    """Show one page of the people, all of them or those in whom the words occur."""
    words = words_of(request.GET.get("q", ""))
    found = finding.people(request.user, words).prefetch_related("addresses")
    if place := request.GET.get("after"):
        called, pk = opened("people", place)
        found = found.filter(Q(called__gt=called) | Q(called=called, pk__gt=pk))
    rows = list(found[: PEOPLE + 1])
    context: dict[str, Any] = {"rows": rows[:PEOPLE], "words": words, "slug": "people", "is_first": not place}
    if len(rows) > PEOPLE:
        last: Any = rows[PEOPLE - 1]
        after = {"q": words, "after": sealed("people", last.called, last.pk)}
        context["more"] = f"{reverse('workspace:people')}?{urlencode(after)}"
    return render(request, "workspace/people/people.html", context | around(request))


@room()
def person(request: Request, pk: int) -> HttpResponse:
    """Show a person with the latest tickets that the reader may know of."""
    found = access.person_for(request.user, pk)
    looking.saw_person(request, found.pk)
    merges = access.person_merges_for(request.user).filter(undone_at=None)
    context = {
        "person": found,
        "addresses": found.addresses.order_by("channel", "id")[:ADDRESSES],
        "merged_in": merges.filter(target=found)[:MERGES],
        "merged_away": merges.filter(source=found).first(),
        "may_merge": request.user.is_lead and may_be_merged(found),
        "may_undo": request.user.is_lead,
        "may_reach": access.may_reach(request.user, found) and may_be_changed(found),
        "slug": "people",
        **_privacy(request.user, found),
        **_tickets(request, found),
        **around(request),
    }
    return render(request, "workspace/people/person.html", context)


def may_be_merged(found: Person) -> bool:
    """Tell whether the page offers to merge: customers who are not a part of somebody else already."""
    return found.role in CUSTOMERS and found.merged_into_id is None


def _privacy(reader: Person, found: Person) -> dict[str, Any]:
    """Return what administrators see beside a person: who had the data before the eyes, and whether they may be erased."""
    if not reader.is_administrator:
        return {}
    people = family(found)
    looks = privacy.looks_for(reader).filter(person__in=[one.pk for one in people])
    return {
        "looks": looks[:LOOKS],
        "may_erase": privacy.can_be_erased(found),
        "erasure": privacy.open_erasure_of(people[0]),
    }


def _tickets(request: Request, found: Person) -> dict[str, Any]:
    """Return one page of the person's tickets, the latest first."""
    tickets = (
        access.tickets_for(request.user).standing().filter(requester=found).order_by("-created_at", "-pk")
    )
    if place := request.GET.get("after"):
        moment, pk = opened("tickets of a person", place)
        at = datetime.fromisoformat(moment)
        tickets = tickets.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    rows = read(tickets.first_of_order(TICKETS + 1))
    page: dict[str, Any] = {"rows": rows[:TICKETS], "is_first": not place}
    if len(rows) > TICKETS:
        last = rows[TICKETS - 1]
        after = sealed("tickets of a person", last.created_at.isoformat(), last.pk)
        page["more"] = f"?{urlencode({'after': after})}"
    return page
