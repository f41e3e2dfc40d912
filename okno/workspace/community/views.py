"""What waits for a look, what readers reported, everything; and one post with all that can be done about it."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.community import access
from okno.community.happenings import sentence
from okno.community.models import Kind, Post, Stage, Standing
from okno.community.models.post import PostQuerySet
from okno.knowledge.markdown import shown
from okno.people.models import Person
from okno.workspace.doors import Request, room
from okno.workspace.pages import labels, opened, sealed, words_of
from okno.workspace.queues.views import around

ROWS, HAPPENINGS, ANSWERS_AT_MOST = 30, 50, 300
SHELVES = {
    "waiting": _("To be looked at"),
    "reported": _("Reported"),
    "questions": _("Questions"),
    "ideas": pgettext_lazy("of the community", "Ideas"),
    "faq": _("Frequent questions"),
    "hidden": _("Hidden"),
}


@room()
def posts(request: Request) -> HttpResponse:
    """Show the posts of one shelf; what waits and what was reported with its text, to be decided at once."""
    shelf, words = request.GET.get("state", ""), words_of(request.GET.get("q", ""))
    shelf = shelf if shelf in SHELVES else "waiting"
    rows = _page(_shelved(request.user, shelf, words), request.GET.get("after", ""))
    last = rows[ROWS - 1] if len(rows) > ROWS else None
    answers = access.answers_waiting_for(request.user)[:ROWS] if shelf == "waiting" else ()
    context = {
        "rows": [(one, shown(one.html)) for one in rows[:ROWS]],
        "answers": [(one, shown(one.html)) for one in answers],
        "after": sealed("community", last.at.isoformat(), last.pk) if last else "",
        "is_queue": shelf in ("waiting", "reported"),
        "state": shelf,
        "shelves": SHELVES,
        "words": words,
        "plan": access.plan(),
        "slug": "community",
    }
    return render(request, "workspace/community/posts.html", context | around(request))


@room()
def post(request: Request, pk: int) -> HttpResponse:
    """Show one post with its answers, its reports and its history."""
    return page(request, access.post_of_moderator(request.user, pk))


def page(request: Request, found: Post, refusal: str = "") -> HttpResponse:
    """Show the page of a post; with what was refused."""
    happened = found.happenings.select_related("by")[:HAPPENINGS]
    answers = access.answers_for(request.user, found)[:ANSWERS_AT_MOST]
    context = {
        "post": found,
        "html": shown(found.html),
        "answers": [(one, shown(one.html)) for one in answers],
        "reports": access.reports_of(found),
        "happenings": [(one, sentence(one.kind, one.data)) for one in happened],
        "stages": Stage.choices,
        "helped": access.helped_of(request.user, found),
        "refusal": refusal,
        "slug": "community",
    }
    status = 422 if refusal else 200
    return render(request, "workspace/community/post.html", context | around(request), status=status)


def _shelved(person: Person, shelf: str, words: str) -> PostQuerySet:
    found = access.reported_for(person) if shelf == "reported" else access.posts_of_moderator(person)
    states = {
        "waiting": Q(standing=Standing.WAITING),
        "hidden": Q(standing=Standing.HIDDEN),
        "questions": Q(kind=Kind.QUESTION),
        "ideas": Q(kind=Kind.IDEA),
        "faq": Q(faq_at__isnull=False),
    }
    found = found.filter(states.get(shelf, Q()))
    found = found.alias(labels=labels("tags"))
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(labels__icontains=word))
    return found.order_by("-at", "-pk")


def _page(found: PostQuerySet, after: str) -> list[Post]:
    """Return the rows behind a place, one more than a page (keyset, never an offset)."""
    if after:
        at, pk = opened("community", after)
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    return list(found[: ROWS + 1])
