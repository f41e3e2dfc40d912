"""The ticket page: conversation, composer, rail."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from okno.catalog.answers import lines
from okno.catalog.models import priority_by
from okno.channels.chat import book
from okno.core.snapshot import snapshot
from okno.desk import access, clockface, flow
from okno.desk.models import FilledForm, Kind, State, Ticket, Watch
from okno.desk.models.draft import DraftKind
from okno.desk.models.history import LinkKind
from okno.people.models import Person
from okno.workspace import looking
from okno.workspace.doors import Request, room
from okno.workspace.queues import kept, scopes
from okno.workspace.queues.scopes import Queue
from okno.workspace.queues.views import around as around_rooms
from okno.workspace.tickets import approving, news, timeline
from okno.workspace.tickets.course import worked
from okno.workspace.tickets.promises import nearest, promises

EARLIER = 6


@room()
def ticket(request: Request, number: int) -> HttpResponse:
    """Show one ticket; its version, by which an outdated answer is stopped, is that of the conversation beside it."""
    with snapshot():
        found = access.ticket_for(request.user, number)
        talk = timeline.conversation(request.user, found, everything="all" in request.GET)
        kept = clockface.of(found)
        shown = news.shown(request.user, found, talk, kept)
    looking.saw_ticket(request, found.pk)
    queue = queue_beside(request, found)
    context = {
        "ticket": found,
        "possible": possible(found),
        "talk": talk,
        "shown": shown,
        "clocks": (promised := promises(found, kept)),
        "nearest": nearest(found, promised),
        "drafts": drafts(request.user, found),
        "kinds": [("", "—"), *Kind.choices],
        "key": secrets.token_hex(16),
        "queue": queue,
        "slug": queue.slug,
        "writes": "note" if request.GET.get("write") == "note" else "reply",
        **around_rooms(request),
    }
    return render(request, "workspace/tickets/ticket.html", context)


@room()
def around(request: Request, number: int) -> HttpResponse:
    """Show what stands around the ticket: people, links, earlier tickets, work; asked for after the page itself."""
    found = access.ticket_for(request.user, number)
    looking.saw_ticket(request, found.pk)
    linked: dict[str, list[Any]] = {
        "links": list(found.links.select_related("other")[:50]),
        "links_in": list(found.links_in.exclude(kind=LinkKind.SPLIT).select_related("ticket")[:50]),
        "merges": list(found.merges_in.filter(undone_at=None).select_related("source")[:50]),
        "splits": list(found.splits_away.filter(undone_at=None).select_related("target")[:50]),
        "parts": list(found.parts.select_related("team").order_by("number")),
    }
    context = {
        "ticket": found,
        "participants": found.participants.filter(removed_at=None).select_related("person"),
        **linked,
        "may_see": _may_see(request.user, found, linked),
        **approving.beside(request.user, found),
        "form": form_of(found),
        "chat": book.chat_in(found),
        "earlier": earlier(request.user, found),
        "ratings": found.ratings.select_related("by").order_by("-at"),
        "work": worked(request.user, found),
        "by_matrix": priority_by(found.impact, found.urgency),
    }
    return render(request, "workspace/tickets/around.html", context)


@room()
def menu(request: Request, number: int) -> HttpResponse:
    """Show the rarer deeds; asked for when their menu opens."""
    found = access.ticket_for(request.user, number)
    watches = Watch.objects.filter(ticket=found, person=request.user).exists()
    context = {"ticket": found, "possible": possible(found), "watches": watches}
    return render(request, "workspace/tickets/more_menu.html", context)


@room()
def history(request: Request, number: int) -> HttpResponse:
    """Show every fact of the ticket."""
    found = access.ticket_for(request.user, number)
    looking.saw_ticket(request, found.pk)
    context = {"ticket": found, "facts": timeline.history(request.user, found), **around_rooms(request)}
    return render(request, "workspace/tickets/history.html", context)


def possible(found: Ticket) -> frozenset[str]:
    """Return the verbs that the page offers; a merged ticket is only read."""
    return frozenset() if found.merged_into_id else flow.possible(found.state)


def drafts(person: Person, found: Ticket) -> dict[str, Any]:
    """Return the person's drafts by kind."""
    known = {draft.kind: draft for draft in access.drafts_for(person, found)}
    return {kind: known.get(kind) for kind in DraftKind.values}


def queue_beside(request: Request, found: Ticket) -> Queue:
    """Return the queue that stands beside the ticket: the one from which it was opened, else one that holds it."""
    if asked := kept.known(request.GET.get("queue", ""), request.user):
        return asked
    if found.owner_id == request.user.pk and found.is_live:
        return scopes.queue_for("mine")
    return scopes.queue_for(
        {State.RESOLVED: "resolved", State.CLOSED: "closed"}.get(State(found.state), "open")
    )


def form_of(found: Ticket) -> dict[str, Any] | None:
    """Return what was answered to the form by which the ticket was opened, in the words of the form as it was."""
    filled = FilledForm.objects.filter(ticket=found).select_related("version__request_type").first()
    if filled is None:
        return None
    asked = filled.version.request_type
    return {
        "name": asked,
        "lines": lines(filled.version.questions, filled.answers),
        "rule": asked.get_open_parts_display(),
    }


def earlier(person: Person, found: Ticket) -> list[Ticket]:
    """Return the latest other tickets of the requester."""
    tickets = access.tickets_for(person).standing().filter(requester=found.requester_id).exclude(pk=found.pk)
    return list(tickets.order_by("-created_at")[:EARLIER])


def _may_see(person: Person, found: Ticket, linked: Mapping[str, list[Any]]) -> set[int]:
    """Return which tickets that belong together with this one the person may know of; the others are not named."""
    pks = [
        *(row.other_id for row in linked["links"]),
        *(row.ticket_id for row in linked["links_in"]),
        *(row.source_id for row in linked["merges"]),
        *(row.target_id for row in linked["splits"]),
        *(part.pk for part in linked["parts"]),
        *([found.part_of_id] if found.part_of_id else []),
    ]
    return set(access.tickets_for(person).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
