"""Who else has the ticket before the eyes, and who writes: signs of collision, never a lock."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from okno.channels.chat import book, sending
from okno.core import clock
from okno.desk import access
from okno.desk.actions.be_present import be_present, leave
from okno.desk.models import Ticket
from okno.workspace.doors import Request, room


@room("GET", "POST")
def presence(request: Request, number: int) -> HttpResponse:
    """Show the others; a POST says that one is here, what one writes (`writes`), or that one goes (`leaves`)."""
    ticket = access.ticket_for(request.user, number, to="note")
    if request.method == "POST":
        if "leaves" in request.POST:
            leave(ticket, by=request.user)
        else:
            be_present(ticket, by=request.user, writes=request.POST.get("writes", ""))
        return HttpResponse(status=204)
    others = access.others_at(request.user, ticket)[:10]
    context = {"others": others, "ticket": ticket, **_visitor(ticket)}
    return render(request, "workspace/tickets/presence.html", context)


def _visitor(ticket: Ticket) -> dict[str, Any]:
    """Return whether the visitor of a chat sits before its window, and where answers go else."""
    chat = book.chat_in(ticket)
    if chat is None:
        return {}
    return {"chat": chat, "is_here": sending.is_here(chat, clock.now()), "onward": sending.address_of(chat)}
