"""Promises in the words of a reply: offered beneath it with their deadlines, and kept only where the author agrees."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.desk import access
from okno.desk.actions.promise import give_promise, take_promise_back
from okno.desk.actions.wait import DateIsPast
from okno.desk.courses import GIVEN
from okno.desk.models import Ticket
from okno.people.provider import zone_of
from okno.sla.clocks import calendar_of
from okno.sla.models import Metric
from okno.sla.spoken import Spoken, spoken
from okno.workspace.doors import Request, lead, read, room

LOCAL = "%Y-%m-%dT%H:%M"  # of a field for date and time
NAMES = {Metric.GIVEN_REPLY: _("Promise an answer until"), Metric.GIVEN_DEED: _("Promise to do it until")}


class PromiseForm(forms.Form):
    """What the author agrees to promise, and until when."""

    promise = forms.MultipleChoiceField(choices=[(one.value, one.value) for one in GIVEN], required=False)
    given_reply_until = forms.DateTimeField(input_formats=[LOCAL], required=False)
    given_deed_until = forms.DateTimeField(input_formats=[LOCAL], required=False)


class BackForm(forms.Form):
    """Which promise is taken back."""

    given = forms.IntegerField(min_value=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """One promise that was found in the text, as the author may keep it."""

    metric: str
    name: object
    until: str
    is_chosen: bool


@room("POST")
def offers(request: Request, number: int) -> HttpResponse:
    """Show the promises in what is being written; what the author has chosen or changed stays so."""
    ticket = access.ticket_for(request.user, number, to="reply")
    chosen = request.POST.getlist("promise")
    shown = [
        Offer(one.metric, NAMES[one.metric], _until(request, one), one.metric in chosen)
        for one in found(ticket, request.POST.get("text", ""))
    ]
    return render(request, "workspace/tickets/offers.html", {"offers": shown})


@room("POST")
def withdrawal(request: Request, number: int) -> HttpResponse:
    """Take a promise back."""
    ticket = access.ticket_for(request.user, number, to="reply")
    take_promise_back(ticket, read(BackForm(request.POST))["given"], by=request.user)
    return lead(request, reverse("workspace:ticket", args=[ticket.number]), _("The promise is taken back."))


def found(ticket: Ticket, text: str) -> list[Spoken]:
    """Return the promises in a text, by the calendar of the ticket and the zone of the desk."""
    return spoken(text, clock.now(), calendar_of(ticket.priority.calendar), zone_of(""))


def agreed(request: HttpRequest) -> dict[str, datetime]:
    """Return what the author has agreed to promise, and until when; raises DateIsPast before anything is said."""
    told = read(PromiseForm(request.POST))
    wanted = {metric: told[f"{metric}_until"] for metric in told["promise"] if told[f"{metric}_until"]}
    if any(until <= clock.now() for until in wanted.values()):
        raise DateIsPast
    return wanted


def keep(request: Request, ticket: Ticket, wanted: dict[str, datetime], text: str) -> None:
    """Keep what the author has agreed to promise, with the sentence in which it was said."""
    if not wanted:
        return
    ticket.refresh_from_db()
    if ticket.is_over:
        return
    words = {one.metric.value: one.words for one in found(ticket, text)}
    for metric, until in wanted.items():
        give_promise(ticket, metric, until, by=request.user, words=words.get(metric, ""))


def _until(request: Request, one: Spoken) -> str:
    """Return the moment for its field: the author's own where it was changed for a chosen promise."""
    own = request.POST.get(f"{one.metric}_until", "")
    if own and one.metric in request.POST.getlist("promise"):
        return own[:16]
    return timezone.localtime(one.until).strftime(LOCAL)
