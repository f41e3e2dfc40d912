"""Reading: the lists of questions and ideas, one post with its answers, a picture. Without a login where the desk allows it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from okno.community import access
from okno.community.models import Kind, Post
from okno.community.models.post import PostQuerySet
from okno.community.search import fitting, understood
from okno.core import files, throttle
from okno.core.numbers import whole
from okno.core.scanning import Reader
from okno.core.text import one_line
from okno.knowledge.markdown import shown
from okno.knowledge.search.finding import Hit, find
from okno.portal.community.forms import AnswerForm, kind_of
from okno.portal.fitting import BESIDE
from okno.portal.forms import a_key
from okno.portal.library import ASKED_AT_MOST, IN_SECONDS
from okno.portal.one_field import SEARCHES_AT_MOST

ROWS, ANSWERS_AT_MOST = 30, 300
ORDERS = {
    "new": pgettext_lazy("posts", "New"),
    "votes": pgettext_lazy("posts", "By votes"),
    "open": _("Without an answer"),
}


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Show the questions or the ideas: new ones, those with most votes, those without an answer; or what fits the words."""
    access.require_open(request.user)
    kind = kind_of(request.GET.get("kind", ""))
    order = request.GET.get("order", "")
    asked = one_line(request.GET.get("q", ""), ASKED_AT_MOST)
    tag = one_line(request.GET.get("tag", ""), 50)
    found = access.posts_for(request.user).filter(kind=kind)
    found = found.filter(tags__contains=[tag]) if tag else found
    order = order if order in ORDERS else "votes" if kind == Kind.IDEA and not order else "new"
    hits: tuple[Hit, ...] = ()
    if asked:
        throttle.at_most(
            SEARCHES_AT_MOST, IN_SECONDS, "community-search", request.META.get("REMOTE_ADDR", "")
        )
        hits = find(request.user, asked, at_most=BESIDE).hits
        rows = list(fitting(found, understood(asked))[:ROWS])
    else:
        rows = list(_page(found, order, whole(request.GET.get("before", "")))[: ROWS + 1])
    context = {
        "hits": hits,
        "rows": rows[:ROWS],
        "before": rows[ROWS - 1].pk if len(rows) > ROWS else None,
        "kind": kind,
        "kinds": [(Kind.QUESTION, _("Questions")), (Kind.IDEA, pgettext_lazy("of the community", "Ideas"))],
        "order": order,
        "orders": ORDERS,
        "asked": asked,
        "tag": tag,
    }
    return render(request, "portal/community/posts.html", context)


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a post with its answers; one that was merged leads to the other."""
    found = access.post_for(request.user, pk)
    if found.merged_into is not None:
        return redirect("portal:community_post", found.merged_into.pk)
    return show(request, found)


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a picture of a post that the reader may see; whoever brought it does not wait for the virus scanner."""
    found = access.picture_for(request.user, pk)
    reader = Reader.AUTHOR if access.is_own_picture(request.user, found) else Reader.ANYBODY
    return files.serve(found.file, found.name, inline=True, reader=reader)


def show(request: HttpRequest, found: Post, form: AnswerForm | None = None) -> HttpResponse:
    """Show the page of a post; with the errors of an answer that was wrong."""
    reader = request.user
    is_voted, voted = access.own_votes(reader, found)
    context: dict[str, Any] = {
        "post": found,
        "html": shown(found.html),
        "answers": [
            {
                "row": one,
                "html": shown(one.html),
                "is_voted": one.pk in voted,
                "is_accepted": one.pk == found.accepted_id,
                "is_own": access.is_own(reader, one),
                "may_rewrite": access.may_rewrite(reader, one),
            }
            for one in access.answers_for(reader, found)[:ANSWERS_AT_MOST]
        ],
        "is_voted": is_voted,
        "is_own": access.is_own(reader, found),
        "may_rewrite": access.may_rewrite(reader, found),
        "may_accept": access.may_accept(reader, found),
        "is_moderator": access.is_moderator(reader),
        "form": form or AnswerForm(),
        "asks_helped": access.may_say_helped(reader, found),
        "asked": one_line(request.GET.get("q", ""), ASKED_AT_MOST),
        "key": a_key(),
        "thanks": "thanks" in request.GET,
        "article": found.article if found.article is not None and found.article.is_shown else None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "portal/community/post.html", context, status=status)


def _page(found: PostQuerySet, order: str, before: int | None) -> PostQuerySet:
    """Return the posts behind the one that stood last on the page before (keyset, never an offset)."""
    edge = found.filter(pk=before).first() if before is not None else None
    if order == "votes":
        behind = Q(votes__lt=edge.votes) | Q(votes=edge.votes, pk__lt=edge.pk) if edge else Q()
        return found.filter(behind).order_by("-votes", "-pk")
    if order == "open":
        found = found.filter(answers_count=0, closed_at=None)
    behind = Q(at__lt=edge.at) | Q(at=edge.at, pk__lt=edge.pk) if edge else Q()
    return found.filter(behind).order_by("-at", "-pk")
