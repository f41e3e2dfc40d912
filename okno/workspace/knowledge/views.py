"""The editors' room: the list of articles, and the versions of one of them with what is different."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from okno.core.numbers import whole
from okno.knowledge import access
from okno.knowledge.differences import differences, whole_text
from okno.knowledge.models import Version
from okno.workspace.doors import Request, room
from okno.workspace.knowledge.listing import ROWS, SHELVES, listed
from okno.workspace.pages import words_of
from okno.workspace.queues.views import around

VERSIONS = 200


@room()
def articles(request: Request) -> HttpResponse:
    """Show the articles of one state, those in whose titles and tags the words occur."""
    shelf, words = request.GET.get("state", "all"), words_of(request.GET.get("q", ""))
    today = timezone.localdate()
    rows = listed(request.user, shelf, words, today)
    context = {
        "today": today,
        "wished": access.wishes_for(request.user).count(),
        "rows": rows[:ROWS],
        "is_more": len(rows) > ROWS,
        "words": words,
        "state": shelf,
        "shelves": SHELVES,
        "slug": "knowledge",
    }
    return render(request, "workspace/knowledge/articles.html", context | around(request))


@room()
def wishes(request: Request) -> HttpResponse:
    """Show which articles are missed, and in which tickets."""
    context = {"wishes": access.wishes_for(request.user)[:ROWS], "slug": "knowledge"}
    return render(request, "workspace/knowledge/wishes.html", context | around(request))


@room()
def versions(request: Request, pk: int) -> HttpResponse:
    """Show the versions of an article, and what one of them changed."""
    found = access.article_of_editor(request.user, pk)
    every = list(access.versions_of(found).defer("html")[:VERSIONS])
    chosen = whole(request.GET.get("version", "")) or (every[0].number if every else 0)
    after = next((one for one in every if one.number == chosen), None)
    before = next((one for one in every if one.number < chosen), None)
    context = {
        "article": found,
        "versions": every,
        "chosen": after,
        "before": before,
        "may_restore": after is not None and after.pk != found.version_id and not hasattr(found, "draft"),
        "lines": differences(_words(before), _words(after)) if before else whole_text(_words(after)),
        "slug": "knowledge",
    }
    return render(request, "workspace/knowledge/versions.html", context | around(request))


def _words(version: Version | None) -> str:
    return f"{version.title}\n\n{version.text}" if version else ""
