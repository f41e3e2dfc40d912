"""The live stream of a logged-in person, for the workspace and the portal alike."""

from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare

from okno.core import live as nudges
from okno.core.asking import ask
from okno.desk import access
from okno.login.whom import may_enter
from okno.people.models import Person
from okno.people.second_step import is_missing


def live(request: HttpRequest) -> HttpResponseBase:
    """Answer with the nudges that this person may hear; a stranger gets 401 before the first byte (SEC-17)."""
    opened = _opened(request)
    if opened is None:
        return HttpResponse(status=401)
    person, hears = opened
    still_allowed = partial(ask, partial(_stands, request.session.session_key, person))
    if not person.is_staff_member:
        return nudges.stream(hears, still_allowed, access.shown)
    return nudges.stream(hears, still_allowed, access.shown_here, may_wait=access.may_wait(person))


def _opened(request: HttpRequest) -> tuple[Person, Any] | None:
    person = request.user
    return (person, access.hears(person)) if isinstance(person, Person) else None


def _stands(key: str | None, opened_by: Person) -> bool:
    """True while the session lives and the person is who he was when the stream opened: in, with the same role (SEC-15)."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(key).load()
    if session.get(SESSION_KEY) != str(opened_by.pk):
        return False
    person = Person.objects.filter(pk=opened_by.pk).first()
    return (
        person is not None
        and may_enter(person)
        and not is_missing(person)
        and person.role == opened_by.role
        and person.organisation_id == opened_by.organisation_id
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
