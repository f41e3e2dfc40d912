"""The messenger beside the bell: one joins by a code that is shown once, and leaves."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core import throttle
from okno.core.refusals import NotFound
from okno.notify.actions.join import leave, make_code
from okno.workspace.bell.wishes import page
from okno.workspace.doors import Request, go, room

AN_HOUR = 20  # codes of one person


@room("POST")
def joining(request: Request) -> HttpResponse:
    """Show a code that joins one's chat with the bot, and the link that carries it there."""
    throttle.at_most(AN_HOUR, 3600, "messenger-codes", str(request.user.pk))
    return page(request, code=make_code(by=request.user))


@room("POST")
def leaving(request: Request) -> HttpResponse:
    """Hear nothing in the messenger any more."""
    if not leave(by=request.user):
        raise NotFound
    return go(request, reverse("workspace:wishes"), _("The messenger tells you nothing any more."))
