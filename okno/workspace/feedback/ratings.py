"""Low ratings, each a task of the lead, and all ratings with what they say together."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core import clock
from okno.core.numbers import whole
from okno.desk.models import Rating
from okno.desk.models.rating import Stars
from okno.feedback import access
from okno.feedback.actions.look_into import look_into
from okno.feedback.figures import csat
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around

ROWS = 100
PERIODS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Period:
    """What the ratings of so many days say together."""

    days: int
    count: int
    share: int | None


@room()
def reviews(request: Request) -> HttpResponse:
    """Show the low ratings that wait for the lead, the oldest first, and those that were looked into last."""
    if not request.user.is_lead:
        return redirect("workspace:suggestions")
    rows = access.reviews_for(request.user).select_related("rating__ticket__owner", "rating__by", "done_by")
    context = {
        "waiting": rows.filter(done_at=None).order_by("at")[:ROWS],
        "done": rows.filter(done_at__isnull=False).order_by("-done_at")[:20],
        "tab": "reviews",
        "slug": "feedback",
    }
    return render(request, "workspace/feedback/reviews.html", context | around(request))


@room("POST")
def review(request: Request, pk: int) -> HttpResponse:
    """Take what was found out and done."""
    found = access.review_for(request.user, pk)
    look_into(found, request.POST.get("words", ""), by=request.user)
    return go(request, reverse("workspace:feedback"), _("Thank you; the ticket tells it to colleagues."))


@room()
def ratings(request: Request) -> HttpResponse:
    """Show the latest ratings, of so many stars if one likes, and the share of satisfied customers."""
    stars = whole(request.GET.get("stars", "")) or 0
    every = access.ratings_for(request.user)
    rows = every.filter(stars=stars) if stars in Stars.values else every
    context = {
        "ratings": rows.select_related("ticket__owner", "ticket__organisation", "by").order_by("-pk")[:ROWS],
        "stars": stars,
        "choices": list(Stars),
        "periods": [_period(every, days) for days in PERIODS],
        "tab": "ratings",
        "slug": "feedback",
    }
    return render(request, "workspace/feedback/ratings.html", context | around(request))


def _period(every: QuerySet[Rating], days: int) -> Period:
    given = every.filter(at__gt=clock.now() - timedelta(days=days)).values_list("stars")
    counts = dict(given.annotate(count=Count("pk")).order_by())
    return Period(days, sum(counts.values()), csat(counts))
