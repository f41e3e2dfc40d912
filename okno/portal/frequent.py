"""The frequent questions among the answers: questions of customers with the answer that was accepted, folded."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from okno.community import access
from okno.community.access import Reader
from okno.community.models import Post
from okno.core.numbers import whole
from okno.knowledge.markdown import shown
from okno.portal.forms import a_key

FIRST: Final = 5  # beside the sections of the knowledge
ROWS: Final = 30


@require_safe
def frequent(request: HttpRequest) -> HttpResponse:
    """Show the frequent questions; where the community is not open to the reader there are none to be found."""
    access.require_open(request.user)
    rows = list(access.frequent_behind(request.user, whole(request.GET.get("before", "")))[: ROWS + 1])
    context = {
        "questions": _folded(request.user, rows[:ROWS]),
        "before": rows[ROWS - 1].pk if len(rows) > ROWS else None,
        "key": a_key(),
    }
    return render(request, "portal/help/frequent.html", context)


def first_of(reader: Reader) -> dict[str, Any]:
    """Return what the shelf beside the sections shows; a community that is not open costs nothing."""
    if not access.leads_to(reader):
        return {}
    rows = list(access.frequent_for(reader)[: FIRST + 1])
    questions = _folded(reader, rows[:FIRST])
    return {"questions": questions, "has_more_questions": len(rows) > FIRST, "key": a_key()}


def _folded(reader: Reader, rows: list[Post]) -> list[dict[str, Any]]:
    return [
        {
            "post": row,
            "answer": row.accepted,
            "html": shown(row.accepted.html),
            "asks_helped": access.may_say_helped(reader, row),
        }
        for row in rows
        if row.accepted is not None
    ]
