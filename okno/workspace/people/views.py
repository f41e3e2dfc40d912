"""A person as the desk knows one: addresses, organisation, tickets."""

from django.http import HttpResponse
from django.shortcuts import render

from okno.desk import access
from okno.workspace.doors import Request, room
from okno.workspace.queues.views import around

TICKETS = 50


@room()
def person(request: Request, pk: int) -> HttpResponse:
    """Show a person with the latest tickets that the reader may know of."""
    found = access.person_for(request.user, pk)
    tickets = access.tickets_for(request.user).standing().filter(requester=found).order_by("-created_at")
    context = {
        "person": found,
        "addresses": found.addresses.order_by("channel", "id")[:50],
        "rows": tickets.select_related("requester", "organisation", "owner", "priority")[:TICKETS],
        **around(request),
    }
    return render(request, "workspace/people/person.html", context)
