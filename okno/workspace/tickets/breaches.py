"""Missed deadlines: why, and how much time is excused. Both figures stand beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.core import clock as time
from okno.core.refusals import NotFound
from okno.desk import access, clockface
from okno.desk.actions.breach import EXCUSED_AT_MOST, NotMissed, excuse, explain
from okno.desk.models import Breach, BreachReason, Clock, Ticket
from okno.sla.breach import Figures, figures, is_missed
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.ledger_lines import work
from okno.workspace.tickets.places import address


@dataclass(frozen=True, slots=True)
class Missed:
    """One missed clock with all that is said about it."""

    clock: Clock
    figures: Figures
    breach: Breach | None

    @property
    def late(self) -> str:
        """By how much working time, as it was."""
        return work(self.figures.late)

    @property
    def late_excused(self) -> str:
        """By how much, with the excused time."""
        return work(self.figures.late_excused)

    @property
    def excused(self) -> str:
        """How much time is excused; empty for none."""
        minutes = self.breach.excused_minutes if self.breach else 0
        return work(timedelta(minutes=minutes)) if minutes else ""


class ReasonForm(forms.Form):
    reason = forms.ModelChoiceField(
        BreachReason.objects.filter(is_active=True),
        label=_("Why"),
        required=False,
        empty_label=_("Not named"),
    )
    note = forms.CharField(label=_("In a few words"), max_length=500, required=False)


class ExcuseForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Excused working minutes"),
        help_text=_("0 takes the excuse back"),
        min_value=0,
        max_value=EXCUSED_AT_MOST,
    )
    why = forms.CharField(label=_("Why"), max_length=500, required=False)


@room("GET", "HEAD", "POST")
def reason(request: Request, number: int, clock: int) -> HttpResponse:
    """Offer the reasons, or keep the one that was named."""
    ticket = access.ticket_for(request.user, number, to="work")
    if request.method == "POST":
        asked = read(ReasonForm(request.POST))
        explain(ticket, clock, asked["reason"], note=asked["note"], by=request.user)
        return go(request, address(ticket), _("Saved."))
    missed = _missed(ticket, clock)
    said = missed.breach
    form = ReasonForm(initial={"reason": said.reason, "note": said.note} if said else {})
    return _page(request, "reason", ticket, missed, form)


@room("GET", "HEAD", "POST")
def pardon(request: Request, number: int, clock: int) -> HttpResponse:
    """Offer the form, or excuse the time; for leads and administrators."""
    ticket = access.ticket_for(request.user, number, to="work")
    access.require_lead(request.user)
    if request.method == "POST":
        asked = read(ExcuseForm(request.POST))
        excuse(ticket, clock, asked["minutes"], why=asked["why"], by=request.user)
        return go(request, address(ticket), _("Saved."))
    missed = _missed(ticket, clock)
    late = -(-int(missed.figures.late.total_seconds()) // 60)
    said = missed.breach if missed.breach and missed.breach.excused_minutes else None
    known = {"minutes": said.excused_minutes, "why": said.excused_why} if said else {"minutes": max(late, 1)}
    return _page(request, "excuse", ticket, missed, ExcuseForm(initial=known))


def missed_among(ticket: Ticket, known: Iterable[Clock]) -> list[Missed]:
    """Return the missed ones of these clocks; nothing is asked of the database where there are none."""
    now = time.now()
    late = [clock for clock in known if clock.cancelled_at is None and is_missed(clock, now)]
    if not late:
        return []
    rows = Breach.objects.filter(ticket=ticket).select_related("reason", "said_by", "excused_by")
    said = {(one.metric, one.started_at): one for one in rows}
    return [_told(clock, said.get(clock.key)) for clock in late]


def _missed(ticket: Ticket, pk: int) -> Missed:
    """Return one missed clock of the ticket; raises NotFound, and NotMissed where there is nothing to explain."""
    clock = next((one for one in clockface.of(ticket) if one.pk == pk), None)
    if clock is None:
        raise NotFound
    found = missed_among(ticket, [clock])
    if not found:
        raise NotMissed
    return found[0]


def _told(clock: Clock, breach: Breach | None) -> Missed:
    found = figures(clock, breach.excused_minutes if breach else 0, time.now())
    assert found is not None, "only a clock that ran is missed"
    return Missed(clock, found, breach)


def _page(request: Request, page: str, ticket: Ticket, missed: Missed, form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {"ticket": ticket, "missed": missed, "form": form}
    return render(request, f"workspace/tickets/{page}.html", context)
