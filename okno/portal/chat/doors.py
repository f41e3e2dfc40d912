"""Who asks for the chat: a window of our own pages by its cookie or session, a widget by its secret in a header.

A request with `Authorization: Bearer …` is a widget's: no cookie counts there, so there is nothing that another site could
forge, and `Bearer new` is one that has no secret yet. All others carry Django's token against forgery.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from okno.channels.chat import book, visitors
from okno.channels.models import Chat, Visitor
from okno.core.refusals import Refusal
from okno.people.models import Person

P = ParamSpec("P")
COOKIE = "__Host-okno-chat" if settings.SECURE else "okno-chat"
NEW = "new"


class NotKnown(Refusal):
    """The secret is none of ours any more: the window begins anew."""

    status = 401
    message = _("This chat is no longer known. Please begin a new one.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as far as it is known."""

    visitor: Visitor | None
    person: Person | None  # logged in
    is_widget: bool

    def known(self) -> Visitor:
        """Return the visitor; raises NotKnown for who has not begun yet."""
        if self.visitor is None:
            raise NotKnown
        return self.visitor

    def chat(self) -> Chat:
        """Return the latest conversation of the visitor; raises NotFound where there is none."""
        return book.open_to(self.known())


Answers = Callable[Concatenate[HttpRequest, Caller, P], HttpResponseBase]


def for_visitors(view: Answers[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let everybody in, and say who it is."""

    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, caller_of(request), *args, **kwargs)

    by_cookie = csrf_protect(answered)

    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return (answered if is_widget(request) else by_cookie)(request, *args, **kwargs)

    return entered  # type: ignore[return-value] # ParamSpec cannot say «by name, too»


def is_widget(request: HttpRequest) -> bool:
    """True for a request that brings its secret itself."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks; raises NotKnown for a widget whose secret is none of ours."""
    if is_widget(request):
        secret = request.headers["Authorization"].removeprefix("Bearer ").strip()
        visitor = None if secret == NEW else visitors.by_secret(secret)
        if visitor is None and secret != NEW:
            raise NotKnown
        return Caller(visitor, None, is_widget=True)
    person = request.user if isinstance(request.user, Person) else None
    visitor = visitors.of_person(person) if person else None
    return Caller(visitor or visitors.by_secret(request.COOKIES.get(COOKIE, "")), person, is_widget=False)
