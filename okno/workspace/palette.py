"""What the palette finds beyond the open page, by a few letters in whichever layout: tickets, people, blanks."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Ticket
from okno.desk.search.layouts import other_layout
from okno.people.models import Person
from okno.workspace import named
from okno.workspace.doors import Request, room
from okno.workspace.pages import words_of
from okno.workspace.settings import sections
from okno.workspace.tickets import macros

AT_MOST = 8
RECENT_AT_MOST = 5


@room()
def palette(request: Request) -> HttpResponse:
    """Show what is found for the typed words; without words, the pages of the settings that are open to the person."""
    words = words_of(request.GET.get("q", ""))
    if not words:
        context = {
            "sections": sections.sections_for(request.user),
            "recent": _recent(request.user, request.GET.get("recent", "")),
        }
        return render(request, "workspace/palette_found.html", context)
    asked = (words, other_layout(words))
    context = {
        "tickets": named.tickets(request.user, words)[:AT_MOST],
        "people": named.people(request.user, words)[:AT_MOST],
        **_macros(request, asked),
    }
    return render(request, "workspace/palette_found.html", context)


def _recent(reader: Person, numbers: str) -> list[Ticket]:
    """Return the tickets of these numbers that the person may still see, in the order of the numbers."""
    asked = [number for word in numbers.split()[:RECENT_AT_MOST] if (number := whole(word)) is not None]
    known = {one.number: one for one in access.tickets_for(reader).filter(number__in=asked)} if asked else {}
    return [known[number] for number in dict.fromkeys(asked) if number in known]


def _macros(request: Request, asked: tuple[str, str]) -> dict[str, Any]:
    """Return the blanks whose names fit the words, as they would be in the ticket that stands open."""
    ticket = _open(request.user, request.GET.get("ticket", ""))
    if ticket is None:
        return {}
    word = _("Macro")
    fitting = [blank for blank in access.blanks_for(request.user) if _fits(f"{word} {blank.name}", asked)]
    offers = [macros.offered(blank, ticket, by=request.user) for blank in fitting[:AT_MOST]]
    return {"ticket": ticket, "offers": offers}


def _open(reader: Person, number: str) -> Ticket | None:
    """Return the ticket that stands open on the page, where something can still be done to it."""
    try:
        ticket = access.ticket_for(reader, number)
    except NotFound:
        return None
    return None if ticket.merged_into_id else ticket


def _fits(name: str, asked: tuple[str, str]) -> bool:
    """Tell whether every typed word begins a word of the name, in either layout."""
    words = re.findall(r"\w+", name.casefold())
    return any(
        all(
            any(word.startswith(part) for word in words)
            for part in re.findall(r"\w+", typed.casefold()) or [typed]
        )
        for typed in asked
    )
