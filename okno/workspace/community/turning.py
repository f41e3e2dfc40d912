"""One click from one thing to the other: a post becomes a ticket, an accepted answer an article."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.community import access
from okno.community.actions.turn import to_article, to_ticket
from okno.workspace.doors import Request, go, room


@room("POST")
def ticket(request: Request, pk: int) -> HttpResponse:
    """Make a ticket of what somebody has asked, and lead to it."""
    made = to_ticket(access.post_of_moderator(request.user, pk), by=request.user)
    return go(request, reverse("workspace:ticket", args=[made.number]), _("The question is a ticket now."))


@room("POST")
def article(request: Request, pk: int) -> HttpResponse:
    """Begin an article from the accepted answer, and lead to it."""
    made = to_article(access.post_of_moderator(request.user, pk), by=request.user)
    return go(request, reverse("workspace:article", args=[made.pk]), _("The draft of an article is begun."))
