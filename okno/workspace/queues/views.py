"""Lists of tickets, page by page, and the way to a ticket by its number."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from okno.people.provider import ours
from okno.setup import first_run
from okno.workspace.doors import Request, room, to_the_door
from okno.workspace.pages import opened, sealed
from okno.workspace.queues import kept, scopes
from okno.workspace.queues.counters import counters
from okno.workspace.queues.rows import read

PAGE = 50
LONGEST_WORDS = 100


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Lead everybody to the own beginning: a colleague to the queues, a customer to the own requests, a stranger to the answers.

    Where the portal has an address of its own, only colleagues come to this one: a stranger is led to the login.
    """
    if not request.user.is_authenticated:
        is_for_colleagues = bool(settings.PORTAL_HOST) or first_run.is_new()
        return to_the_door(request) if is_for_colleagues else redirect("portal:help")
    if request.user.is_administrator and ours().next_step:
        return redirect("workspace:start")
    if request.user.is_staff_member:
        return redirect("workspace:queue", "mine")
    return redirect("portal:mine")


@room()
def queues(request: Request) -> HttpResponse:
    """Show the counters alone; the left side asks for them when something has changed."""
    here = {"slug": request.GET.get("here", "")[:LONGEST_WORDS]}
    return render(request, "workspace/queues/queues.html", here | around(request))


@room()
def queue(request: Request, slug: str) -> HttpResponse:
    """Show one page of a queue."""
    asked = kept.queue_for(slug, request.user)
    tickets = scopes.in_order(asked, scopes.tickets_in(asked, request.user))
    if place := request.GET.get("after"):
        moment, pk = opened("queues", place)
        tickets = scopes.after(asked, tickets, datetime.fromisoformat(moment), pk)
    rows = read(tickets.first_of_order(PAGE + 1), asked.columns)
    context = {"queue": asked, "rows": rows[:PAGE], "slug": slug, "is_first": not place}
    if len(rows) > PAGE:
        moment, pk = scopes.place(asked, rows[PAGE - 1])
        after = sealed("queues", moment.isoformat(), pk)
        context["more"] = f"{reverse('workspace:queue', args=[slug])}?{urlencode({'after': after})}"
    return render(request, "workspace/queues/queue.html", context | around(request))


def around(request: Request) -> dict[str, Any]:
    """Return what the left side of every room shows; nothing to a fetch that draws the main part or the list alone."""
    if request.headers.get("HX-Target", "").endswith(("#main", "#list")):
        return {}
    queues, quarantined, news, chats = counters(request.user)
    views = kept.counters(request.user)
    return {"queues": queues, "views": views, "quarantined": quarantined, "news": news, "chats": chats}
