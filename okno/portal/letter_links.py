"""The road of all links in letters: no login, no session; the signed address is the right.

A form there carries no token against forgery: whoever can name the address holds the right already, and no cookie adds to
it. What another site sends is refused by the browser's own word (Sec-Fetch-Site). GET never changes anything: the
scanners of mail systems open every link (SEC-48).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from okno.core.refusals import NotAllowed, Refusal
from okno.core.speech import speak
from okno.people.models import Person
from okno.people.provider import ours

P = ParamSpec("P")
T = TypeVar("T")
Shows = Callable[Concatenate[HttpRequest, T, P], HttpResponseBase]
Followed = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def behind_link(
    follow: Callable[[str], T], *, person_of: Callable[[T], Person], over: str
) -> Callable[[Shows[T, P]], Followed[P]]:
    """Let a page get what stands behind its link; one that was changed or is too old shows `over`, whatever the reason.

    `follow` raises Refusal for whatever is no standing link; the page speaks the language of the person to whom it was sent.
    """

    def decorated(view: Shows[T, P]) -> Followed[P]:
        @csrf_exempt
        @wraps(view)
        def followed(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST" and request.headers.get("Sec-Fetch-Site") in (
                "cross-site",
                "same-site",
            ):
                raise NotAllowed
            response: HttpResponseBase
            try:
                found = follow(token)
            except Refusal:
                response = render(request, over, status=404)
            else:
                person = person_of(found)
                if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                    speak(request, person.language, person.zone or ours().zone)
                response = view(request, found, *args, **kwargs)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return followed  # type: ignore[return-value] # ParamSpec cannot say «by name, too»

    return decorated
