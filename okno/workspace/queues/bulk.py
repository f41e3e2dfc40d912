"""One deed to the chosen tickets of a list: the wish, what came of it, the way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.actions import bulk
from okno.desk.blanks import sentence
from okno.desk.models import BulkRun, WaitingFor
from okno.people.models import Person
from okno.workspace import choices
from okno.workspace.doors import Request, go, read, room
from okno.workspace.queues import kept, scopes
from okno.workspace.queues.reports import Report, report_of

LATEST = 20
SESSION_KEY = "bulk_run"
MENUS: dict[str, Callable[[Person], QuerySet[Any]]] = {
    "owner": lambda _by: choices.colleagues(),
    "team": lambda _by: choices.teams(),
    "priority": lambda _by: choices.priorities(),
    "macro": access.macros_for,
}
PLAIN = ("take", "resolve", "close", "reopen")


class BulkForm(forms.Form):
    deed = forms.CharField(max_length=40)
    tag = forms.CharField(label=_("Tag"), max_length=50, required=False)

    def __init__(self, *args: Any, by: Person) -> None:
        super().__init__(*args)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Take «owner:5» apart; a value that one could not have chosen is refused."""
        asked: dict[str, Any] = super().clean() or {}
        deed, _colon, value = asked.get("deed", "").partition(":")
        if deed == "tag":
            value = " ".join(asked.get("tag", "").split()).casefold()
        if not _fits(deed, value, self.by):
            raise forms.ValidationError(_("Choose what is to be done."))
        return {"deed": deed, "value": value}


def _fits(deed: str, value: str, by: Person) -> bool:
    if deed in PLAIN:
        return not value
    if deed in MENUS:
        may_be_empty = deed in ("owner", "team")
        return (may_be_empty and not value) or (
            whole(value) is not None and MENUS[deed](by).filter(pk=value).exists()
        )
    if deed == "wait":
        return value in (WaitingFor.CUSTOMER, WaitingFor.THIRD_PARTY)
    return deed == "tag" and bool(value)


@room("GET", "HEAD", "POST")
def runs(request: Request) -> HttpResponse:
    """List one's latest runs, or begin one; more than fifty tickets are changed by a worker while one goes on."""
    if request.method != "POST":
        latest = request.user.bulk_runs.order_by("-pk")[:LATEST]
        return render(request, "workspace/queues/runs.html", {"reports": [report_of(run) for run in latest]})
    asked = read(BulkForm(request.POST, by=request.user))
    return _told(request, bulk.start(asked["deed"], asked["value"], _chosen(request), by=request.user))


def _chosen(request: Request) -> list[int]:
    """Return the numbers of the ticked tickets, or of all that a list holds now where the whole of it is wished."""
    if not (slug := request.POST.get("whole", "")):
        return [one for text in request.POST.getlist("ticket") if (one := whole(text)) is not None]
    tickets = scopes.tickets_in(kept.queue_for(slug, request.user), request.user)
    return list(tickets.order_by("pk").values_list("number", flat=True)[: bulk.AT_MOST + 1])


@room()
def menu(request: Request) -> HttpResponse:
    """Offer the values of one deed; asked for when its menu opens."""
    deed = request.GET.get("of", "owner")
    if deed not in MENUS:
        raise NotFound
    found = MENUS[deed](request.user)[: choices.AT_MOST]
    context = {"deed": deed, "offered": [(one, sentence(one) if deed == "macro" else "") for one in found]}
    return render(request, "workspace/queues/bulk_menu.html", context)


@room()
def run(request: Request, pk: int) -> HttpResponse:
    """Show what came of a run: the toast that counts on, or a page with each ticket that was not changed."""
    found = access.bulk_run_for(request.user, pk)
    if request.headers.get("HX-Request"):
        return _toast(request, report_of(found))
    report = report_of(found)
    context = {"report": report, "left": report.left_alone(request.user)}
    return render(request, "workspace/queues/run.html", context)


@room("POST")
def undoing(request: Request, pk: int) -> HttpResponse:
    """Take a run back, as far as nobody has changed the tickets since."""
    found = access.bulk_run_for(request.user, pk)
    return _told(request, bulk.start_undo(found, by=request.user))


def _told(request: Request, run: BulkRun) -> HttpResponse:
    request.session[SESSION_KEY] = run.pk
    if request.headers.get("HX-Request"):
        return _toast(request, report_of(run))
    return go(request, reverse("workspace:bulk_run", args=[run.pk]))


def _toast(request: Request, report: Report) -> HttpResponse:
    """Draw the toast; a run that is over and told of long ago needs none."""
    if report.is_stale:
        request.session.pop(SESSION_KEY, None)
        return HttpResponse(status=204)
    return render(request, "workspace/queues/bulk_toast.html", {"report": report})
