"""The desk speaks to each person in his language and zone, and knows when a session was last seen."""

import time
from datetime import timedelta
from http import HTTPStatus

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from okno.core import clock
from okno.core.middleware import Middleware
from okno.core.speech import speak
from okno.people.models import Person
from okno.people.provider import ours
from okno.staffing.actions.be_seen import be_seen

SEEN_EVERY = timedelta(minutes=5)
REMEMBERED = 5000
_seen: dict[str, float] = {}  # session → when this process last wrote it down; only spares writes


class person_settings(Middleware):  # noqa: N801 - read in settings as the thing that it does
    """Language and zone of the person; for strangers those of cookie and browser, Russian where they say nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Speak as the person wishes."""
        person = request.user
        if isinstance(person, Person):
            speak(request, person.language, person.zone or ours().zone)
        else:
            timezone.deactivate()
        return self.get_response(request)


class last_seen(Middleware):  # noqa: N801
    """Note every few minutes that a session is used, and who works here; a stream that stays open is no use (SEC-39)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note that the session is used, answer, and note a deed."""
        key, person = request.session.session_key, request.user
        if not key or not isinstance(person, Person) or request.path.endswith("/live/"):
            return self.get_response(request)
        _note(key)
        answer = self.get_response(request)
        if answer.status_code < HTTPStatus.BAD_REQUEST and _is_deed(request):
            be_seen(person)
        return answer


def _is_deed(request: HttpRequest) -> bool:
    """Tell whether a person did something: sent it, or went to a page. One that is left open fetches by itself."""
    return request.method == "POST" or request.headers.get("Sec-Fetch-Mode") == "navigate"


def _note(key: str) -> None:
    now = time.monotonic()
    if now - _seen.get(key, -SEEN_EVERY.total_seconds()) < SEEN_EVERY.total_seconds():
        return
    if len(_seen) >= REMEMBERED:
        _seen.clear()
    _seen[key] = now
    UserSession.objects.filter(session_key=key).update(last_seen_at=clock.now())
