"""What the knowledge does not answer, by its price: groups of tickets, searches in vain, articles that do not help."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.knowledge import access
from okno.knowledge.actions.fill_gap import begin, put_aside, take_up
from okno.knowledge.gathering.asking import LATELY, REPLY_MINUTES
from okno.knowledge.jobs import gather_later
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

ROWS = 100


@room()
def gaps(request: Request) -> HttpResponse:
    """Show what is missing, the dearest first; or what was put aside."""
    state = "aside" if request.GET.get("state") == "aside" else "open"
    rows = list(access.gaps_for(request.user, are_aside=state == "aside")[:ROWS])
    context: dict[str, Any] = {
        "rows": rows,
        "state": state,
        "most": max((row.minutes for row in rows), default=0),
        "days": LATELY.days,
        "reply_minutes": REPLY_MINUTES,
        "counted_at": max((row.found_at for row in rows), default=None),
        "slug": "knowledge",
    }
    return render(request, "workspace/knowledge/gaps.html", context | around(request))


@room()
def gap(request: Request, pk: int) -> HttpResponse:
    """Show of which tickets or searches a gap consists."""
    found = access.gap_for(request.user, pk)
    context = {"gap": found, "tickets": access.tickets_of_gap(request.user, found), "slug": "knowledge"}
    return render(request, "workspace/knowledge/gap.html", context | around(request))


@room("POST")
def aside(request: Request, pk: int) -> HttpResponse:
    """Take «no article is needed», or take it back."""
    found = access.gap_for(request.user, pk)
    if "back" in request.POST:
        take_up(found)
        return go(request, reverse("workspace:gaps"), _("It stands in the list again."))
    put_aside(found, by=request.user)
    return go(request, reverse("workspace:gaps"), _("Put aside. You find it under “Put aside”."))


@room("POST")
def beginning(request: Request, pk: int) -> HttpResponse:
    """Begin the article out of the answers that the editor may see."""
    found = access.gap_for(request.user, pk)
    made = begin(found, access.tickets_of_gap(request.user, found), by=request.user)
    said = _("The draft is saved.")
    if found.ticket_id is not None:
        said = _("Read the draft before you publish it: only a machine has looked for personal data.")
    return go(request, reverse("workspace:article", args=[made.pk]), said)


@room("POST")
def renewal(request: Request) -> HttpResponse:
    """Let the list be counted now."""
    gather_later()
    return go(request, reverse("workspace:gaps"), _("It is being counted; the list comes by itself."))
