"""How many customers help themselves: the share by week and by door, what helped, and the rows behind each figure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.community import access as community
from okno.core import clock
from okno.core.numbers import whole
from okno.feedback import self_service
from okno.feedback.self_service import DOORS, SORTS, Narrowed, Span, Visit
from okno.knowledge import access as knowledge
from okno.people.models import Person
from okno.staffing import who
from okno.workspace.doors import Request, room
from okno.workspace.pages import opened, sealed
from okno.workspace.queues.views import around

WEEKS: Final = (4, 13, 26, 52)
USUAL, LONGEST = 13, timedelta(days=53 * 7)
CARRIED, ROWS = 20, 50
FIRST_YEAR, LAST_YEAR = 2000, 2200
WEEK: Final = timedelta(days=7)
DOOR_NAMES: Final = {
    "portal": pgettext_lazy("channel", "portal"),
    "widget": pgettext_lazy("channel", "widget"),
    "chat": pgettext_lazy("channel", "chat"),
    "mail": pgettext_lazy("channel", "mail"),
}
SORT_NAMES: Final = {
    "text": _("article"),
    "guide": _("step by step"),
    "community": _("Community question"),
}


@room()
def self_service_share(request: Request) -> HttpResponse:
    """Show the share of so many weeks, each figure with the way to the rows that it counts."""
    weeks = whole(request.GET.get("weeks", "")) or 0
    weeks = weeks if weeks in WEEKS else USUAL
    monday = _monday()
    span = Span(monday + WEEK - weeks * WEEK, monday + WEEK)
    told = self_service.figures(request.user, span)
    context = {
        "span": span,
        "whole": told.whole,
        "by_week": told.by_week,
        "by_door": [(door, DOOR_NAMES[door], share) for door, share in told.by_door],
        "carried": _named(request.user, self_service.carried(request.user, span, CARRIED)),
        "weeks": weeks,
        "choices": WEEKS,
        "this_week": monday,
        "tab": "self_service",
        "slug": "feedback",
    }
    return render(request, "workspace/feedback/self_service.html", context | around(request))


@room()
def self_service_found(request: Request) -> HttpResponse:
    """Show the visits of a span in which somebody found an answer alone, the latest first."""
    span, narrowed = _span(request), _narrowed(request)
    place = request.GET.get("after", "")
    before = _place(place) if place else None
    rows = self_service.visits(request.user, span, narrowed, at_most=ROWS + 1, before=before)
    last = rows[ROWS - 1] if len(rows) > ROWS else None
    context = {
        "rows": _told(request.user, rows[:ROWS]),
        "after": sealed("self-service-found", last.at.isoformat(), last.key) if last else "",
    }
    return _listed(request, "found", context, span, narrowed.door)


@room()
def self_service_asked(request: Request) -> HttpResponse:
    """Show the requests of a span that were counted, the latest first."""
    span, door = _span(request), _door(request)
    found = self_service.asked_of(request.user, span, door).select_related("organisation")
    if place := request.GET.get("after", ""):
        found = found.filter(pk__lt=opened("self-service-asked", place)[0])
    rows = list(found.order_by("-pk")[: ROWS + 1])
    context = {
        "rows": [(ticket, DOOR_NAMES[ticket.door]) for ticket in rows[:ROWS]],
        "after": sealed("self-service-asked", rows[ROWS - 1].pk) if len(rows) > ROWS else "",
    }
    return _listed(request, "asked", context, span, door)


def _listed(request: Request, name: str, context: dict[str, Any], span: Span, door: str) -> HttpResponse:
    kept = {key: request.GET[key] for key in ("from", "until", "door", "sort", "about") if key in request.GET}
    context |= {
        "span": span,
        "door": DOOR_NAMES.get(door, ""),
        "kept": urlencode(kept),
        "tab": "self_service",
        "slug": "feedback",
    }
    return render(request, f"workspace/feedback/self_service_{name}.html", context | around(request))


def _monday() -> date:
    today = timezone.localdate(clock.now(), who.zone())
    return today - timedelta(days=today.weekday())


def _span(request: Request) -> Span:
    """Return the days that are asked for, this week where they are none; never more than a year of them."""
    begins, ends = _day(request.GET.get("from", "")), _day(request.GET.get("until", ""))
    if begins is None or ends is None or not timedelta(0) < ends - begins <= LONGEST:
        return Span(_monday(), _monday() + WEEK)
    return Span(begins, ends)


def _day(said: str) -> date | None:
    try:
        found = parse_date(said)
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year < LAST_YEAR else None


def _door(request: Request) -> str:
    door = request.GET.get("door", "")
    return door if door in DOORS else ""


def _narrowed(request: Request) -> Narrowed:
    sort, about = request.GET.get("sort", ""), whole(request.GET.get("about", ""))
    return Narrowed(_door(request), *((sort, about) if sort in SORTS and about is not None else ()))


def _place(sealed_place: str) -> tuple[datetime, str]:
    at, key = opened("self-service-found", sealed_place)
    return datetime.fromisoformat(at), key


def _named(person: Person, rows: Iterable[tuple[str, int, int]]) -> list[tuple[str, Any, Any, int]]:
    """Return what helped with its name, an article or a post, and in how many visits."""
    rows = list(rows)
    things = _things(person, [(sort, about) for sort, about, _count in rows])
    return [(sort, SORT_NAMES[sort], things.get((sort, about)), count) for sort, about, count in rows]


def _told(person: Person, rows: list[Visit]) -> list[tuple[Visit, Any, Any, Any]]:
    things = _things(person, [(row.sort, row.about) for row in rows])
    return [
        (row, DOOR_NAMES[row.door], SORT_NAMES[row.sort], things.get((row.sort, row.about))) for row in rows
    ]


def _things(person: Person, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """Return the articles and posts of these sorts and ids; two statements."""
    of_posts = {about for sort, about in wanted if sort == "community"}
    of_articles = {about for sort, about in wanted if sort != "community"}
    articles = (
        knowledge.articles_of_editor(person).defer(*knowledge.WORDS, "draft__text").in_bulk(of_articles)
    )
    posts = community.posts_of_moderator(person).in_bulk(of_posts)
    return {
        (sort, about): posts.get(about) if sort == "community" else articles.get(about)
        for sort, about in wanted
    }
