"""What of the rooms goes into the journal of access: which address shows whose data, and what was tried in vain."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest

from okno.core.remembered import remembered
from okno.privacy.actions import keep_look
from okno.privacy.middleware import after_answer
from okno.privacy.models import What

# The rooms in which refused tries are noted: by the name of the place in their address that says whose data it was.
_TRIED: Final[dict[str, Callable[..., None]]] = {
    "number": keep_look.tried_ticket,
    "person": keep_look.tried_person,
    "attachment": keep_look.tried_file,
}
_PEOPLE: Final = frozenset({"person", "person_addresses", "person_merger"})
_BEYOND: Final = 2**63  # no id is so great; an address may name any number
_FILES: Final = frozenset({"attachment", "attachment_redaction"})


def saw_ticket(request: HttpRequest, ticket: int, what: str = What.TICKET) -> None:
    """Note that the reader of this request has a ticket, a letter or a file of it before the eyes."""
    after_answer(request, keep_look.looked_at_ticket, _reader(request), ticket, what=what)


def saw_news(request: HttpRequest, ticket: int) -> None:
    """Note the same for one that is open and fetches what is new by itself; a row of a minute ago tells it already."""
    after_answer(request, _noted_lately, _reader(request), ticket)


@remembered(60, at_most=10_000)
def _noted_lately(reader: int, ticket: int) -> None:
    keep_look.looked_at_ticket(reader, ticket)


def saw_person(request: HttpRequest, person: int) -> None:
    """Note that the reader of this request has a person's page before the eyes."""
    after_answer(request, keep_look.looked_at_person, _reader(request), person)


def took_list(request: HttpRequest, tickets: list[int]) -> None:
    """Note that the reader of this request takes these tickets away as a file."""
    after_answer(request, keep_look.took_list, _reader(request), tickets)


def tried(request: HttpRequest, places: dict[str, Any]) -> None:
    """Note that something was refused, where its address says whose data it was."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    place = (
        "number"
        if "number" in places
        else "person"
        if name in _PEOPLE
        else "attachment"
        if name in _FILES
        else ""
    )
    value = places.get("number" if place == "number" else "pk", 0)
    if place and value < _BEYOND:
        after_answer(request, _TRIED[place], _reader(request), value)


def _reader(request: HttpRequest) -> int:
    assert request.user.pk is not None, "the rooms are open to those alone who have logged in"
    return request.user.pk
