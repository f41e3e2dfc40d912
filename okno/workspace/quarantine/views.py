"""Letters that could not be understood: seen by people, tried again, or set aside; never lost."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.channels.access import inbound_for, quarantine_for
from okno.channels.actions.retry import retry
from okno.channels.actions.set_aside import set_aside
from okno.channels.recorder import explain
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around
from okno.workspace.tickets.letters import download

AT_MOST = 100


@room()
def quarantine(request: Request) -> HttpResponse:
    """Show the letters in quarantine, the newest first."""
    context = {"letters": quarantine_for(request.user)[:AT_MOST], "slug": "quarantine", **around(request)}
    return render(request, "workspace/quarantine/quarantine.html", context)


@room()
def letter(request: Request, pk: int) -> HttpResponse:
    """Show one letter as it came: who, when, and what was decided."""
    inbound = inbound_for(request.user, pk)
    context = {"inbound": inbound, "decisions": explain(inbound), "slug": "quarantine", **around(request)}
    return render(request, "workspace/quarantine/letter.html", context)


@room()
def raw(request: Request, pk: int) -> HttpResponse:
    """Give the letter byte for byte, as a download."""
    inbound = inbound_for(request.user, pk)
    return download(inbound, f"letter-{inbound.pk}.eml")


@room("POST")
def retrial(request: Request, pk: int) -> HttpResponse:
    """Have the letter read once more."""
    retry(inbound_for(request.user, pk), by=request.user)
    return go(request, reverse("workspace:quarantine"), _("The letter is read once more."))


@room("POST")
def dismissal(request: Request, pk: int) -> HttpResponse:
    """Set the letter aside without reading it; its bytes stay."""
    set_aside(inbound_for(request.user, pk), by=request.user)
    return go(request, reverse("workspace:quarantine"), _("Set aside; the letter itself is kept."))
