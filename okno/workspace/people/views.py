"""A person as the desk knows one: addresses, organisation, tickets."""

from django.http import HttpResponse
from django.shortcuts import render

from okno.core.refusals import NotFound
from okno.desk import access
from okno.people.models import Person
from okno.workspace.doors import Request, room
from okno.workspace.queues.views import around

TICKETS = 50


@room()
def person(request: Request, pk: int) -> HttpResponse:
    """Show a person with the latest tickets that the reader may know of."""
    found = Person.objects.select_related("organisation", "merged_into").filter(pk=pk).first()
    if found is None:
        raise NotFound
    tickets = access.tickets_for(request.user).standing().filter(requester=found).order_by("-created_at")
    context = {
        "person": found,
        "addresses": found.addresses.order_by("channel", "id")[:50],
        "rows": tickets.select_related("requester", "organisation", "owner", "priority")[:TICKETS],
        **around(request),
    }
    return render(request, "workspace/people/person.html", context)
