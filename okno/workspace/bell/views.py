"""The bell: what one was told of, one line a ticket or an article, the newest first; opening it reads it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.notify import access
from okno.notify.actions.read import read
from okno.notify.models import OF_THE_DESK, Notice
from okno.notify.troubling import Told, told
from okno.notify.wording import Line, Matter, line
from okno.people.models import Person
from okno.workspace.doors import Request, go, room
from okno.workspace.pages import opened, sealed
from okno.workspace.queues.views import around

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """What the bell shows of one ticket or article: its latest news, and how many were not read."""

    matter: Matter
    told: Line
    at: datetime
    unread: int

    @property
    def more(self) -> int:
        """How many older ones are unread, too."""
        return max(self.unread - 1, 0)


@room()
def notifications(request: Request) -> HttpResponse:
    """Show one page of the bell."""
    place = request.GET.get("after", "")
    before = opened("notifications", place)[0] if place else None
    lines = _lines(request.user, before)
    context = {
        "lines": [row for row, _pk in lines[:PAGE]],
        "notices": [_noticed(one) for one in _notices(request.user)] if not place else [],
        "slug": "notifications",
        "is_unread": access.is_unread(request.user),
        "is_first": not place,
    }
    if len(lines) > PAGE:
        after = urlencode({"after": sealed("notifications", lines[PAGE - 1][1])})
        context["more"] = f"{reverse('workspace:notifications')}?{after}"
    return render(request, "workspace/bell/bell.html", context | around(request))


@room("POST")
def reading(request: Request) -> HttpResponse:
    """Take the news of one ticket or article as read, or of all; a page that only says that it is open needs no answer."""
    for name in ("number", "article"):
        if asked := request.POST.get(name, ""):
            if (found := whole(asked)) is None:
                raise NotFound
            read(by=request.user, **{name: found})
            return HttpResponse(status=204)
    read(by=request.user)
    return go(request, reverse("workspace:notifications"), _("All is read."))


def _notices(person: Person) -> QuerySet[Notice]:
    return access.notices_for(person).select_related("calendar").order_by("-pk")[:PAGE]


def _noticed(notice: Notice) -> tuple[Notice, Told | None]:
    """Return what belongs to no ticket, with its words where it is a trouble of the desk."""
    return notice, told(notice) if notice.about in OF_THE_DESK else None


def _lines(person: Person, before: int | None) -> list[tuple[Row, int]]:
    """Return the rows with their places, by two statements: which tickets and articles, and their latest news."""
    news = access.news_for(person)
    found = news.values("ticket", "article").annotate(
        last=Max("pk"), unread=Count("pk", filter=Q(read_at=None))
    )
    if before is not None:
        found = found.filter(last__lt=before)
    unread = dict(found.order_by("-last").values_list("last", "unread")[: PAGE + 1])
    latest = news.filter(pk__in=list(unread)).with_words()
    return [
        (Row(Matter([one]), line(one), one.at, unread=unread[one.pk]), one.pk)
        for one in latest.order_by("-pk")
    ]
