"""What is done to an article beside its text."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from okno.core.numbers import whole
from okno.core.refusals import BadInput
from okno.knowledge import access
from okno.knowledge.actions.publish import archive, bring_back
from okno.knowledge.actions.review import look_through, send_back
from okno.knowledge.actions.write import drop, restore
from okno.workspace.doors import Request, go, room
from okno.workspace.knowledge.editor import address

REVIEWED_FOR = timedelta(days=182)


@room("POST")
def review_return(request: Request, pk: int) -> HttpResponse:
    """Send the draft back to its author."""
    found = access.article_of_editor(request.user, pk, to="publish")
    send_back(found, request.POST.get("words", ""), by=request.user)
    return go(request, address(found), _("The draft is with its author again."))


@room("POST")
def draft_removal(request: Request, pk: int) -> HttpResponse:
    """Throw the next version away."""
    found = access.article_of_editor(request.user, pk)
    drop(found, by=request.user)
    return go(request, address(found), _("The draft is gone; readers see what they saw."))


@room("POST")
def restoration(request: Request, pk: int) -> HttpResponse:
    """Begin a draft with the words of an old version."""
    found = access.article_of_editor(request.user, pk)
    number = whole(request.POST.get("version", ""))
    if number is None:
        raise BadInput
    restore(found, number, by=request.user)
    return go(
        request, address(found), _("The old words are a draft now; readers see them when it is published.")
    )


@room("POST")
def archiving(request: Request, pk: int) -> HttpResponse:
    """Put the article into the archive, or take it back from there."""
    found = access.article_of_editor(request.user, pk, to="publish")
    if "back" in request.POST:
        bring_back(found, by=request.user)
        return go(request, address(found), _("The article is back."))
    archive(found, by=request.user)
    return go(request, address(found), _("The article is in the archive: readers do not find it any more."))


@room("POST")
def looking_through(request: Request, pk: int) -> HttpResponse:
    """Take «it still holds»; half a year later it joins the stale list again."""
    found = access.article_of_editor(request.user, pk)
    look_through(found, by=request.user, next_on=timezone.localdate() + REVIEWED_FOR)
    return go(request, address(found), _("Looked through; the next time in half a year."))
