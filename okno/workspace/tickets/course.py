"""The course of a ticket: wait, resume, resolve, close, reopen; work; watching."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Sum, Window
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import NotAllowed, NotFound
from okno.desk import access, snooze
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.log_work import log_work, take_back_work
from okno.desk.actions.participate import unwatch, watch
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import resume, wait
from okno.desk.models import Ticket, WaitingFor
from okno.desk.models.ticket import APPROVALS
from okno.people.models import Person
from okno.sla.clocks import calendar_of
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.deeds import Asked, deed
from okno.workspace.tickets.places import address

if TYPE_CHECKING:
    from datetime import datetime


WORK_SHOWN = 20


class WaitForm(forms.Form):
    waiting_for = forms.ChoiceField(
        label=_("For whom"), choices=[one for one in WaitingFor.choices if one[0] and one[0] not in APPROVALS]
    )
    until = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)
    # The moment of the pressed button; it counts more than the field.
    offered = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=1000, required=False)


class WorkForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    note = forms.CharField(label=_("What was done"), max_length=500, required=False)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@room("GET", "HEAD", "POST")
def waiting(request: Request, number: int) -> HttpResponse:
    """Offer the form of a pause, or put the ticket on hold."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        form = WaitForm(initial={"waiting_for": WaitingFor.PLANNED})
        zone, calendar = timezone.get_current_timezone(), calendar_of(ticket.priority.calendar)
        offers = snooze.offers(clock.now(), zone, calendar)
        context = {"ticket": ticket, "form": form, "offers": offers}
        return render(request, "workspace/tickets/wait.html", context)
    asked = read(WaitForm(request.POST))
    until: datetime | None = asked["offered"] or asked["until"]
    wait(ticket, asked["waiting_for"], until=until, why=asked["why"], by=request.user)
    return go(request, address(ticket), _("On hold; the resolution clock is paused."))


@room("POST")
def resumption(request: Request, number: int) -> HttpResponse:
    """Go on with a ticket that was on hold."""
    ticket = access.ticket_for(request.user, number, to="work")
    resume(ticket, by=request.user)
    return go(request, address(ticket))


@room("POST")
def solution(request: Request, number: int) -> HttpResponse:
    """Offer the ticket as solved; the requester is asked."""
    ticket = access.ticket_for(request.user, number, to="work")
    resolve(ticket, by=request.user, why=read(WhyForm(request.POST))["why"])
    return go(request, address(ticket), _("Resolved; the requester is asked whether it is so."))


@room("POST")
def confirmation(request: Request, number: int) -> HttpResponse:
    """Note that the requester has said yes, by phone for instance."""
    ticket = access.ticket_for(request.user, number, to="confirm")
    confirm(ticket, by=request.user)
    return go(request, address(ticket), _("Closed."))


@room("POST")
def closure(request: Request, number: int) -> HttpResponse:
    """Close without asking."""
    ticket = access.ticket_for(request.user, number, to="close")
    close(ticket, by=request.user, why=read(WhyForm(request.POST))["why"])
    return go(request, address(ticket), _("Closed."))


@room("POST")
def reopening(request: Request, number: int) -> HttpResponse:
    """Take a resolved or closed ticket up again."""
    ticket = access.ticket_for(request.user, number, to="reopen")
    reopen(ticket, by=request.user, why=read(WhyForm(request.POST))["why"])
    return go(request, address(ticket))


@room("GET", "HEAD", "POST")
def work(request: Request, number: int) -> HttpResponse:
    """Offer the form, or write down work that was done."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method != "POST":
        return render(request, "workspace/tickets/work.html", {"ticket": ticket, "form": WorkForm()})
    asked = read(WorkForm(request.POST))
    log_work(ticket, asked["minutes"], note=asked["note"], key=asked["key"], by=request.user)
    return go(request, address(ticket))


def worked(person: Person, ticket: Ticket) -> dict[str, Any]:
    """Return the minutes of all work, and what was done last: each row with whether the person may take it back."""
    rows = ticket.work.annotate(whole=Window(Sum("minutes"))).select_related("person").order_by("-id")
    done = [(row, access.may_take_back(person, row)) for row in rows[:WORK_SHOWN]]
    return {"rows": done, "minutes": done[0][0].whole if done else 0}


@deed()
def work_removal(request: Request, ticket: Ticket, _asked: Asked, pk: int) -> None:
    """Take back work that was logged by mistake."""
    row = ticket.work.filter(pk=pk).select_related("person").first()
    if row is None:
        raise NotFound
    if not access.may_take_back(request.user, row):
        raise NotAllowed
    take_back_work(row, by=request.user)


@room("POST")
def watching(request: Request, number: int) -> HttpResponse:
    """Be told of what happens here, or no longer."""
    ticket = access.ticket_for(request.user, number)
    (unwatch if request.POST.get("on") == "0" else watch)(ticket, by=request.user)
    return go(request, address(ticket))
