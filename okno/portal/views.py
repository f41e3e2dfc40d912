"""The customer's own rooms, behind a login: my requests, one of them, a new one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okno.desk.models import State, Ticket, WaitingFor
from okno.people.models import Person
from okno.portal import finding, room, saying
from okno.portal.forms import AskForm
from okno.portal.places import Place

P = ParamSpec("P")
SHOWN = 50


def for_people(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever has logged in, and say who it is."""

    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        assert isinstance(request.user, Person)
        return view(request, request.user, *args, **kwargs)

    return login_required(entered)  # type: ignore[return-value] # ParamSpec cannot say «by name, too»


@require_safe
@for_people
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """Show my requests (a manager's: those of the organisation), those that wait for me first."""
    tickets = finding.tickets_of(person).order_by("-changed_at", "-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:  # noqa: PLR2004 - what fits into the column
        edge = finding.tickets_of(person).filter(number=int(before)).first()
        if edge is not None:
            tickets = tickets.filter(changed_at__lt=edge.changed_at)
    found = list(tickets[: SHOWN + 1])
    shown = found[:SHOWN]
    words: dict[str, Any] = {
        "your_turn": [ticket for ticket in shown if _waits_for_customer(ticket)],
        "our_turn": [ticket for ticket in shown if ticket.is_live and not _waits_for_customer(ticket)],
        "done": [ticket for ticket in shown if ticket.state == State.CLOSED],
        "earlier": shown[-1].number if len(found) > SHOWN else None,
        "person": person,
    }
    return render(request, "portal/mine.html", words)


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


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def ask(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Take a new request."""
    form = AskForm(request.POST, request.FILES) if request.method == "POST" else AskForm()
    if form.is_valid():
        message = saying.say(form, person, None)
        return redirect(Place(message.ticket.number).page)
    if form.is_bound:
        saying.keep_files(form, person)
    return render(request, "portal/ask.html", {"form": form}, status=form.status if form.errors else 200)


def _waits_for_customer(ticket: Ticket) -> bool:
    waiting = ticket.state == State.WAITING and ticket.waiting_for == WaitingFor.CUSTOMER
    return ticket.state == State.RESOLVED or waiting
