"""The customer's own rooms, behind a login: my requests, one of them; a new one is in asking.py."""

from contextlib import nullcontext
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from okno.core.numbers import whole
from okno.desk import access
from okno.desk.search.finding import in_time
from okno.people.models import Person
from okno.portal import finding, room, taking_away
from okno.portal.doors import for_people
from okno.portal.places import Place
from okno.portal.sift import SiftForm
from okno.portal.standing import TITLES, TURNS, turn_of

SHOWN = 50


@require_safe
@for_people
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """Show my requests (a manager's: those of the organisation), those that wait for me first; or those that are looked for."""
    sift = SiftForm(request.GET, person=person)
    tickets = finding.listed(person).order_by("-changed_at", "-pk")
    if sift.is_used:
        tickets = sift.sifted(tickets)
    before = whole(request.GET.get("before", ""))
    if before is not None:
        edge = finding.listed(person).filter(number=before).first()
        if edge is not None:
            behind = Q(changed_at__lt=edge.changed_at) | Q(changed_at=edge.changed_at, pk__lt=edge.pk)
            tickets = tickets.filter(behind)
    with in_time() if sift.is_used else nullcontext():
        found = list(tickets[: SHOWN + 1])
    shown = found[:SHOWN]
    turns = {name: [one for one in shown if turn_of(one) == name] for name in TURNS}
    words: dict[str, Any] = {
        "groups": [(str(TITLES[name]), ones) for name, ones in turns.items() if ones],
        "earlier": shown[-1].number if len(found) > SHOWN else None,
        "person": person,
        "sift": sift,
        "decisions": access.questions_for(person).count(),
        "company": person.organisation if access.sees_company(person) else None,
    }
    return render(request, "portal/mine.html", words, status=422 if sift.errors else 200)


@require_safe
@for_people
def list_file(request: HttpRequest, person: Person, ending: str) -> HttpResponse:
    """Give the list, as it is looked for, as a file."""
    sift = SiftForm(request.GET, person=person)
    tickets = finding.listed(person).order_by("-changed_at", "-pk")
    return taking_away.file(sift.sifted(tickets) if sift.is_used else tickets, ending, by=person)


@require_safe
@for_people
def ticket(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Show one request; one that was merged leads to where it goes on."""
    asked = finding.ticket_of(person, number)
    goes_on = finding.standing(person, asked)
    if goes_on.pk != asked.pk:
        return redirect(Place(goes_on.number).page)
    return room.show(request, person, asked, Place(number))


@require_POST
@for_people
def answers(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Take a message."""
    return room.take_answer(request, person, finding.ticket_of(person, number, to="write"), Place(number))


@require_POST
@for_people
def confirmation(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:  # noqa: ARG001
    """Take «solved»."""
    return room.take_yes(person, finding.ticket_of(person, number, to="confirm"), Place(number))


@require_POST
@for_people
def closure(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:  # noqa: ARG001
    """Take «no longer needed»."""
    return room.take_back(person, finding.ticket_of(person, number, to="confirm"), Place(number))


@require_POST
@for_people
def people(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Let somebody take part."""
    return room.let_in(request, person, finding.ticket_of(person, number), Place(number))


@require_POST
@for_people
def removal(request: HttpRequest, person: Person, number: int, pk: int) -> HttpResponseBase:  # noqa: ARG001
    """Let somebody take part no longer."""
    return room.let_go(person, finding.ticket_of(person, number), Place(number), pk)


@require_POST
@for_people
def reopening(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Take «not solved»."""
    return room.take_no(request, person, finding.ticket_of(person, number, to="reopen"), Place(number))


@require_POST
@for_people
def rating(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Take how well the help was."""
    return room.take_rating(request, person, finding.ticket_of(person, number), Place(number))


@require_safe
@for_people
def file(request: HttpRequest, person: Person, number: int, pk: int) -> HttpResponseBase:
    """Give a file of the request."""
    return room.give_file(request, person, finding.ticket_of(person, number), pk)


@require_POST
@for_people
def keeping(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Take a file that comes before the words to which it belongs."""
    return room.take_file(request, person)
