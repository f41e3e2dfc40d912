"""Questions of the community on other people's sites: as everyone may read them, and asked whether they helped."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from okno.channels.models import Widget
from okno.community import access
from okno.community.actions.tell_helped import tell_helped
from okno.community.models import Kind, Post
from okno.community.names import byline
from okno.community.search import understood
from okno.core import files
from okno.knowledge.markdown import shown
from okno.portal.fitting import BESIDE
from okno.portal.one_field import said_by_others
from okno.portal.widget.doors import NOBODY, at_widget
from okno.portal.widget.helped import said_in
from okno.portal.widget.tree import tree

ANSWERS: Final = 10  # of one question; all of them stand on the page of the portal


def found_for(words: str) -> list[dict[str, Any]]:
    """Return the questions with answers that fit, the solved ones first; a community that is not open costs nothing."""
    if not words or not access.leads_to(NOBODY):
        return []
    posts = said_by_others(NOBODY, understood(words), at_most=BESIDE, kind=Kind.QUESTION, is_answered=True)
    return [{"id": one.pk, "title": one.title, "is_solved": one.accepted_id is not None} for one in posts]


@require_safe
@at_widget
def post(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001 - the same for all sites
    """Give one question that everyone may read with its first answers, as trees of plain data."""
    found = _standing(pk)
    told = {
        "id": found.pk,
        "title": found.title,
        "by": byline(found.author),
        "tree": tree(shown(found.html)),
        "is_answered": access.may_say_helped(NOBODY, found),
        "answers": [
            {
                "by": byline(one.author),
                "is_ours": one.author.is_staff_member,
                "is_solution": one.pk == found.accepted_id,
                "tree": tree(shown(one.html)),
            }
            for one in access.answers_for(NOBODY, found)[:ANSWERS]
        ],
        "url": settings.PORTAL_URL + reverse("portal:community_post", args=[found.pk]),
    }
    return JsonResponse(told)


@require_safe
@at_widget
def picture(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Give a picture of such a question."""
    found = access.picture_for(NOBODY, pk)
    return files.serve(found.file, found.name, inline=True)


@require_POST
@at_widget
def answer(request: HttpRequest, widget: Widget, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Take «it helped» or «it did not»."""
    found = _standing(pk)
    access.require_answered(NOBODY, found)
    tell_helped(found, by=None, **said_in(request))
    return JsonResponse({"ok": True})


def _standing(pk: int) -> Post:
    """Return the post, or the one that it was merged into."""
    found = access.post_for(NOBODY, pk)
    return found if found.merged_into is None else access.post_for(NOBODY, found.merged_into.pk)
