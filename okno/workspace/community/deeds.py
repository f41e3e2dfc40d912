"""What colleagues decide about posts and answers."""

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.community import access
from okno.community.actions.close import close, reopen
from okno.community.actions.feature import feature, take_down
from okno.community.actions.look import hide, settle, show
from okno.community.actions.merge import merge, undo_merge
from okno.community.actions.stage import stage
from okno.community.models import Answer, Post
from okno.core.refusals import BadInput
from okno.workspace.community.alike import number_in
from okno.workspace.community.views import page
from okno.workspace.doors import Request, back, go, room


@room("POST")
def showing(request: Request, pk: int) -> HttpResponse:
    """Let readers see a post."""
    return _shown(request, access.post_of_moderator(request.user, pk))


@room("POST")
def answer_showing(request: Request, pk: int) -> HttpResponse:
    """Let readers see an answer."""
    return _shown(request, access.answer_of_moderator(request.user, pk))


@room("POST")
def hiding(request: Request, pk: int) -> HttpResponse:
    """Take a post out of readers' sight, and say why."""
    return _hidden(request, access.post_of_moderator(request.user, pk))


@room("POST")
def answer_hiding(request: Request, pk: int) -> HttpResponse:
    """Take an answer out of readers' sight, and say why."""
    return _hidden(request, access.answer_of_moderator(request.user, pk))


@room("POST")
def settling(request: Request, pk: int) -> HttpResponse:
    """Take «the reports are looked at, it stays as it is»."""
    found = access.post_of_moderator(request.user, pk)
    settle(found, by=request.user)
    return go(request, back(request, address(found)), _("Looked at; it stays as it is."))


@room("POST")
def closure(request: Request, pk: int) -> HttpResponse:
    """Take no more answers to a post, or take them again."""
    found = access.post_of_moderator(request.user, pk)
    (reopen if "back" in request.POST else close)(found, by=request.user)
    return go(request, address(found))


@room("POST")
def frequency(request: Request, pk: int) -> HttpResponse:
    """Put a question among the frequent ones, or take it from there."""
    found = access.post_of_moderator(request.user, pk)
    if "back" in request.POST:
        take_down(found, by=request.user)
        return go(request, address(found), _("It stands among the frequent questions no more."))
    feature(found, by=request.user)
    return go(request, address(found), _("It stands among the frequent questions."))


@room("POST")
def merger(request: Request, pk: int) -> HttpResponseBase:
    """Make a post a part of another one of the same matter; the number or the address of the other is given."""
    found = access.post_of_moderator(request.user, pk)
    number = number_in(request.POST.get("into", ""))
    if number is None:
        return page(request, found, _("Please give the number or the address of the other post."))
    try:
        merge(found, access.post_of_moderator(request.user, number), by=request.user)
    except BadInput as refusal:
        return page(request, found, str(refusal))
    return go(request, address(found), _("They are one now; it can be undone here."))


@room("POST")
def merger_undoing(request: Request, pk: int) -> HttpResponse:
    """Take two posts apart again."""
    found = access.post_of_moderator(request.user, pk)
    undo_merge(found, by=request.user)
    return go(request, address(found), _("They are two again."))


@room("POST")
def staging(request: Request, pk: int) -> HttpResponseBase:
    """Say how far an idea is, in official words."""
    found = access.post_of_moderator(request.user, pk)
    try:
        stage(found, request.POST.get("stage", ""), request.POST.get("official", ""), by=request.user)
    except BadInput as refusal:
        return page(request, found, str(refusal))
    return go(request, address(found), _("Saved."))


def address(found: Post) -> str:
    """Return where a post is looked after."""
    return reverse("workspace:community_post", args=[found.pk])


def _shown(request: Request, what: Post | Answer) -> HttpResponse:
    show(what, by=request.user)
    return go(request, back(request, address(_post(what))), _("Readers see it now."))


def _hidden(request: Request, what: Post | Answer) -> HttpResponse:
    hide(what, request.POST.get("reason", ""), by=request.user)
    return go(
        request,
        back(request, address(_post(what))),
        _("Readers do not see it any more; its author reads why."),
    )


def _post(what: Post | Answer) -> Post:
    return what if isinstance(what, Post) else what.post
