"""Whom one may call by name in a note: the colleagues who may read the ticket."""

from django.http import HttpResponse
from django.shortcuts import render

from okno.desk import access
from okno.workspace import choices
from okno.workspace.doors import Request, room


@room()
def colleagues(request: Request, number: int) -> HttpResponse:
    """Offer the colleagues by name; asked for when the first @ is typed."""
    ticket = access.ticket_for(request.user, number, to="note")
    known = choices.colleagues().exclude(name="").values_list("pk", flat=True)[: choices.AT_MOST]
    readers = access.readers_of(ticket, known).exclude(pk=request.user.pk).order_by("name", "pk")
    return render(request, "workspace/tickets/colleagues.html", {"ticket": ticket, "colleagues": readers})
