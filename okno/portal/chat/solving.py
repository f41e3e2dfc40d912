"""What the window asks at the end: solved or not, and how well one was helped. A page without scripts posts the same forms."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from okno.channels.chat import solving
from okno.core import throttle
from okno.core.numbers import whole
from okno.core.refusals import BadInput
from okno.desk.models.rating import Stars
from okno.portal.chat.asked import Given, answer, given_in, seen_by, text_in
from okno.portal.chat.doors import Caller, for_visitors

SAID_AT_MOST, SAID_SECONDS = 30, 600


@require_POST
@for_visitors
def confirmation(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take «solved», with stars and words if one gives them at once."""
    given = _given(request, caller)
    stars = _stars(given) if given.get("stars") else 0
    solving.say_solved(caller.known(), stars=stars, words=_words(given))
    return _seen(request, caller, given)


@require_POST
@for_visitors
def reopening(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take «not yet»: the conversation goes on."""
    given = _given(request, caller)
    solving.say_unsolved(caller.known())
    return _seen(request, caller, given)


@require_POST
@for_visitors
def rating(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take stars, or the words that follow them."""
    given = _given(request, caller)
    solving.rate_help(caller.known(), _stars(given), words=_words(given))
    return _seen(request, caller, given)


def _given(request: HttpRequest, caller: Caller) -> Given:
    throttle.at_most(SAID_AT_MOST, SAID_SECONDS, "chat-solved", str(caller.known().pk))
    return given_in(request)


def _seen(request: HttpRequest, caller: Caller, given: Given) -> HttpResponseBase:
    return answer(request, seen_by(caller, caller.chat(), whole(text_in(given, "after")) or 0, is_seen=True))


def _stars(given: Given) -> int:
    stars = whole(text_in(given, "stars"))
    if stars not in Stars.values:
        raise BadInput
    return int(stars or 0)


def _words(given: Given) -> str | None:
    return text_in(given, "words") if "words" in given else None
