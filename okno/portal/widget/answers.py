"""Answers for everyone, on other people's sites: found as in the one field, read, and asked whether they helped."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from okno.channels.models import Widget
from okno.core import files, throttle
from okno.core.text import one_line
from okno.knowledge import access
from okno.knowledge.actions.note_vain import note_vain
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.markdown import shown
from okno.knowledge.search.finding import Hit, find
from okno.portal.guiding import Walked, walked
from okno.portal.library import ASKED_AT_MOST, IN_SECONDS
from okno.portal.one_field import OFFERED, SEARCHES_AT_MOST
from okno.portal.widget.doors import NOBODY, at_widget
from okno.portal.widget.helped import said_in
from okno.portal.widget.posts import found_for
from okno.portal.widget.tree import tree


@require_safe
@at_widget
def search(request: HttpRequest, widget: Widget) -> HttpResponseBase:  # noqa: ARG001 - the same for all sites
    """Tell what fits the words, as one types."""
    throttle.at_most(SEARCHES_AT_MOST, IN_SECONDS, "help-search", request.META.get("REMOTE_ADDR", ""))
    asked = one_line(request.GET.get("q", ""), ASKED_AT_MOST)
    is_typing = "entered" not in request.GET
    found = find(NOBODY, asked, at_most=OFFERED, is_typing=is_typing)
    if asked and not is_typing and not found.hits:
        note_vain(asked)
    told = {
        "instead": found.instead,
        "articles": [_hit(one) for one in found.hits],
        "posts": found_for(asked),
    }
    return JsonResponse(told)


@require_safe
@at_widget
def article(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Give one article that everyone may read; as a tree of plain data; of a guide the step to which the way leads."""
    found = access.article_for(NOBODY, pk)
    assert found.version is not None, "only published articles are read"
    told = {"id": found.pk, "title": found.version.title, "language": found.language}
    if found.is_guide:
        return JsonResponse(told | {"guide": _step(walked(found, request.GET))})
    return JsonResponse(told | {"tree": tree(shown(found.version.html))})


@require_safe
@at_widget
def picture(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Give a picture of such an article."""
    found = access.picture_for(NOBODY, pk)
    return files.serve(found.file, found.name, inline=True)


@require_POST
@at_widget
def answer(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Take «it helped» or «it did not»: a yes is a ticket that nobody had to write."""
    found = access.article_for(NOBODY, pk)
    tell_helped(found, by=None, **said_in(request))
    return JsonResponse({"ok": True})


def _step(come: Walked) -> dict[str, Any]:
    now = come.walk
    return {
        "v": come.number,
        "way": now.way,
        "is_lost": come.is_lost,
        "name": now.step.name,
        "tree": tree(come.html),
        "passed": [[step.name, answer.words] for step, answer in now.passed],
        "answers": [
            {"words": answer.words, "end": answer.end.value if answer.end else "", "way": now.on(number)}
            for number, answer in enumerate(now.step.answers)
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    cut = hit.passage
    parts = [["… ", False]] * cut.is_begun + [[part.text, part.is_found] for part in cut.parts]
    return {"id": hit.article.pk, "title": str(hit.article), "passage": parts + [[" …", False]] * cut.goes_on}
