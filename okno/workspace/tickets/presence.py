"""Who else has the ticket before the eyes, and who writes: signs of collision, never a lock."""

from django.http import HttpResponse
from django.shortcuts import render

from okno.desk import access
from okno.desk.actions.be_present import be_present, leave
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
    return render(request, "workspace/tickets/presence.html", {"others": others})
