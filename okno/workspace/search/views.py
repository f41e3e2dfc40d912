"""The search page, and what the field offers while one types."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from okno.core.numbers import whole
from okno.desk import access
from okno.desk.search import finding
from okno.desk.search.language import LONGEST, Asked, number_in, parse
from okno.desk.search.snippets import snippets
from okno.people.models import Person
from okno.workspace.doors import Request, room
from okno.workspace.queues.rows import read
from okno.workspace.queues.views import around
from okno.workspace.search import hints as offered
from okno.workspace.search.telling import chips, examples, hints_of

PAGE = 50


@room()
def search(request: Request) -> HttpResponse:
    """Jump to a number, or list the tickets that fit, open ones first."""
    text = request.GET.get("q", "")[:LONGEST]
    number = number_in(text)
    if number is not None and (found := access.tickets_for(request.user).filter(number=number).first()):
        return HttpResponseRedirect(reverse("workspace:ticket", args=[found.number]))
    asked = parse(text, timezone.localdate())
    context = {"words": asked.text, "slug": "", "examples": examples(), **_answer(request, asked)}
    return render(request, "workspace/search/search.html", context | around(request))


@room()
def hints(request: Request) -> HttpResponse:
    """Show what may follow the text in the field."""
    text = request.GET.get("q", "")[:LONGEST]
    return render(request, "workspace/search/hints.html", {"offers": offered.offers(request.user, text)})


def _answer(request: Request, asked: Asked) -> dict[str, Any]:
    """Return the rows with their snippets, and how the text was understood; or why there are none."""
    show = _shown(request.GET.get("show", ""))
    try:
        with finding.in_time():
            return _found(request.user, asked, show)
    except finding.TooSlow as slow:
        return {"rows": [], "chips": chips(asked), "puzzles": hints_of(asked), "slow": str(slow)}


def _found(reader: Person, asked: Asked, show: int) -> dict[str, Any]:
    found = finding.find(reader, asked)
    rows = read(found.tickets[: show + 1])
    context: dict[str, Any] = {
        "rows": rows[:show],
        "found": snippets(found, [row.pk for row in rows[:show]]),
        "chips": chips(found.asked),
        "puzzles": hints_of(found.asked),
        "common": [term.said for term in found.common],
        "is_all_common": found.is_all_common,
    }
    if len(rows) > show:
        after = urlencode({"q": asked.text, "show": str(show + PAGE)})
        context["more"] = f"{reverse('workspace:search')}?{after}"
    context["is_end"] = len(rows) == finding.RANKED
    return context


def _shown(asked: str) -> int:
    """Return how many rows the page shows: whole pages, and no more than are ranked."""
    wanted = whole(asked) or PAGE
    return min(max(PAGE, wanted // PAGE * PAGE), finding.RANKED)
