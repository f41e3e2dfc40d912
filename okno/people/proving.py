"""Whether it was proved lately that the person himself sits there: asked before what cannot be undone."""

from datetime import timedelta
from typing import Final

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from okno.core import clock
from okno.people.models import Person

LATELY: Final = timedelta(minutes=10)
_PROOF: Final = "code_again"


def address(onward: str) -> str:
    """Return the page that asks for the proof, and then leads onward."""
    return f"{reverse('code_again')}?{urlencode({'next': onward})}"


def prove(request: HttpRequest, person: Person, mail: str) -> None:
    """Write into the session that a code which was sent to this mail address came back just now."""
    record_authentication(request, person, method=_PROOF, email=mail)


def is_proven(request: HttpRequest, person: Person) -> bool:
    """Return True where that was lately; how one came in does not count, for a session may have been left open."""
    since = (clock.now() - LATELY).timestamp()
    records = get_authentication_records(request, person)
    return any(one["method"] == _PROOF and one["at"] > since for one in records)
