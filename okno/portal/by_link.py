"""The page of a conversation behind the links in letters (`okno.portal.letter_links`)."""

from collections.abc import Callable
from functools import partial, wraps
from operator import attrgetter
from typing import Concatenate, NamedTuple, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from okno.core import live as nudges
from okno.core.asking import ask
from okno.core.refusals import BadInput, Refusal
from okno.desk import access, links
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.portal import finding, room
from okno.portal.letter_links import behind_link
from okno.portal.places import Place

P = ParamSpec("P")
A_YEAR = 365 * 24 * 3600


class Come(NamedTuple):
    """Who came by the link of a letter, to which ticket, and where that is open."""

    person: Person
    ticket: Ticket
    place: Place


def _behind(token: str) -> Come:
    """Return who follows which ticket as a customer: a colleague who takes part no longer has a link that leads nowhere."""
    person, ticket = links.follow(token)
    return Come(person, finding.ticket_of(person, ticket.number), Place(token, is_link=True))


def through_link(
    view: Callable[Concatenate[HttpRequest, Person, Ticket, Place, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Follow the link to where the conversation goes on."""

    @behind_link(_behind, person_of=attrgetter("person"), over="portal/link_over.html")
    def followed(request: HttpRequest, come: Come, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        ticket = finding.standing(come.person, come.ticket)
        return view(request, come.person, ticket, come.place, *args, **kwargs)

    return wraps(view)(followed)


@require_safe
@through_link
def by_link(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Show the conversation to which the letter belongs."""
    return room.show(request, person, ticket, place)


@require_POST
@through_link
def answers(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take a message."""
    return room.take_answer(request, person, ticket, place)


@require_POST
@through_link
def confirmation(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """Take «solved»."""
    return room.take_yes(person, ticket, place)


@require_POST
@through_link
def closure(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """Take «no longer needed»."""
    return room.take_back(person, ticket, place)


@require_POST
@through_link
def reopening(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take «not solved»."""
    return room.take_no(request, person, ticket, place)


@require_POST
@through_link
def rating(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take how well the help was."""
    return room.take_rating(request, person, ticket, place)


@require_POST
@through_link
def keeping(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """Take a file that comes before the words to which it belongs."""
    return room.take_file(request, person)


@require_safe
@through_link
def file(request: HttpRequest, person: Person, ticket: Ticket, place: Place, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Give a file of the conversation."""
    return room.give_file(request, person, ticket, pk)


@require_POST
@through_link
def language(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:  # noqa: ARG001
    """Let the desk speak another language in this browser."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise BadInput
    response = redirect(place.page)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE
    )
    return response


def live(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Answer with the nudges of this one ticket; a link that does not stand gets 401 before the first byte (SEC-17)."""
    number = _number_behind(token)
    if number is None:
        return HttpResponse(status=401)

    async def still_allowed() -> bool:
        return await ask(partial(_number_behind, token)) == number

    return nudges.stream(
        lambda nudge: bool(nudge.get("public")) and nudge.get("ticket") == number,
        still_allowed,
        access.shown,
        about=number,
    )


def _number_behind(token: str) -> int | None:
    try:
        come = _behind(token)
        return finding.standing(come.person, come.ticket).number
    except Refusal:
        return None
