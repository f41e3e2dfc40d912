"""What readers do besides writing: vote, accept, close, report, and end the letters about a post."""

from operator import itemgetter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from okno.community import access, links
from okno.community.actions import vote as votes
from okno.community.actions.accept import accept, take_acceptance_back
from okno.community.actions.close import close, reopen
from okno.community.actions.hush import hush, listen
from okno.community.actions.report import report as tell
from okno.community.actions.tell_helped import tell_helped
from okno.community.models import Answer, Post
from okno.core import throttle
from okno.core.refusals import NotAllowed
from okno.people.models import Person
from okno.portal.doors import for_people
from okno.portal.letter_links import behind_link
from okno.portal.library import led_on, said_to_help

VOTES_AT_MOST, REPORTS_AT_MOST, IN_SECONDS = 120, 20, 600


@require_POST
@for_people
def vote(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take a vote for a post, or take it back."""
    return _voted(request, access.post_for(person, pk), person)


@require_POST
@for_people
def answer_vote(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take a vote for an answer, or take it back."""
    return _voted(request, access.answer_for(person, pk), person)


@require_POST
@for_people
def acceptance(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take «this solved it», or take it back."""
    found = access.answer_for(person, pk)
    if not access.may_accept(person, found.post):
        raise NotAllowed
    if "back" in request.POST:
        take_acceptance_back(found.post, by=person)
    else:
        accept(found, by=person)
    return redirect(_place(found))


@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take «it helped» or «it did not», of anybody; after a no one may ask at once, in the words that led here."""
    said, found = said_to_help(request), access.post_for(request.user, pk)
    access.require_answered(request.user, found)
    tell_helped(found, **said)
    return led_on(_place(found), said, else_about=found.title)


@require_POST
@for_people
def closure(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take no more answers, or take them again."""
    found = access.post_for(person, pk)
    if not access.may_accept(person, found):
        raise NotAllowed
    (reopen if "back" in request.POST else close)(found, by=person)
    return redirect(_place(found))


@require_POST
@for_people
def report(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take word that a post should not stand there."""
    return _reported(request, access.post_for(person, pk), person)


@require_POST
@for_people
def answer_report(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take word that an answer should not stand there."""
    return _reported(request, access.answer_for(person, pk), person)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(links.of_token, person_of=itemgetter(1), over="portal/community/quiet_over.html")
def quiet(request: HttpRequest, come: tuple[Post, Person]) -> HttpResponse:
    """End the letters about a post by one press, without a login; GET shows, for programs open links too (SEC-48)."""
    post, person = come
    if request.method == "POST":
        (listen if "back" in request.POST else hush)(post, by=person)
    context = {"post": post, "is_hushed": access.is_hushed(person, post)}
    return render(request, "portal/community/quiet.html", context)


def _voted(request: HttpRequest, what: Post | Answer, person: Person) -> HttpResponseBase:
    throttle.at_most(VOTES_AT_MOST, IN_SECONDS, "community-votes", str(person.pk))
    (votes.take_back if "back" in request.POST else votes.vote)(what, by=person)
    return redirect(_place(what))


def _reported(request: HttpRequest, what: Post | Answer, person: Person) -> HttpResponseBase:
    throttle.at_most(REPORTS_AT_MOST, IN_SECONDS, "community-reports", str(person.pk))
    tell(what, request.POST.get("words", ""), by=person)
    messages.success(request, _("Thank you: a colleague will look at it."))
    return redirect(_place(what))


def _place(what: Post | Answer) -> str:
    if isinstance(what, Post):
        return reverse("portal:community_post", args=[what.pk])
    return f"{reverse('portal:community_post', args=[what.post_id])}#answer-{what.pk}"
