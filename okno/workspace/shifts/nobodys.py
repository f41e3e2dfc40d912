"""«Nobody's tickets: 0»: each exception by its name, with one press that mends it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core import clock
from okno.desk import access
from okno.desk.actions.mend import mend
from okno.desk.nobodys import Lack, nobodys
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

TITLES: dict[Lack, tuple[str | Promise, str | Promise]] = {
    Lack.NO_HANDS: (gettext_lazy("Without a team and without an owner"), gettext_lazy("To the first line")),
    Lack.GONE: (gettext_lazy("With somebody who works here no more"), gettext_lazy("To the team")),
    Lack.AWAY: (gettext_lazy("With somebody who is away, and nobody stands in"), gettext_lazy("To the team")),
    Lack.EMPTY_TEAM: (
        gettext_lazy("In a team where nobody works on the next working day"),
        gettext_lazy("Take"),
    ),
}


@room()
def page(request: Request) -> HttpResponse:
    """Show the tickets of which nobody takes care, as far as the person may know of them."""
    found = nobodys(access.tickets_for(request.user), clock.now())
    groups = [
        (title, press, [one for one in found if one.lack is lack])
        for lack, (title, press) in TITLES.items()
        if any(one.lack is lack for one in found)
    ]
    context = {"groups": groups, "count": len(found), "slug": "nobodys", **around(request)}
    return render(request, "workspace/shifts/nobodys.html", context)


@room("POST")
def mending(request: Request, number: int) -> HttpResponse:
    """Bring one of them into somebody's hands."""
    ticket = access.ticket_for(request.user, number, to="work")
    done = mend(ticket, by=request.user)
    words = _("№ %(number)d has gone on.") if done else _("№ %(number)d is in good hands already.")
    return go(request, reverse("workspace:nobodys"), words % {"number": number})
