"""Letters that could not be understood: seen by people, tried again, or set aside; never lost."""

from urllib.parse import urlencode, urlsplit

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from okno.channels.access import inbound_for, quarantine_for
from okno.channels.actions.retry import retry
from okno.channels.actions.set_aside import set_aside
from okno.channels.models import Inbound
from okno.channels.recorder import FACT_AT_MOST, explain
from okno.workspace.doors import Request, back, go, read, room
from okno.workspace.pages import opened, sealed, words_of
from okno.workspace.queues.views import around
from okno.workspace.tickets.giving import letter_as_it_came

PAGE = 50
USUAL = (_("Spam"), _("Not for us"), _("Settled in another way"))


class AsideForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=FACT_AT_MOST,
        widget=forms.TextInput({"list": "usual-reasons", "autocomplete": "off", "autofocus": True}),
    )


@room()
def quarantine(request: Request) -> HttpResponse:
    """Show one page of the letters in quarantine, or of those in which the words occur; the newest first."""
    words, place = words_of(request.GET.get("q", "")), request.GET.get("after", "")
    letters = _found(quarantine_for(request.user), words)
    if place:
        letters = letters.filter(pk__lt=opened("quarantine", place)[0])
    rows = list(letters[: PAGE + 1])
    context = {"letters": rows[:PAGE], "words": words, "is_first": not place, "slug": "quarantine"}
    if len(rows) > PAGE:
        after = {"q": words, "after": sealed("quarantine", rows[PAGE - 1].pk)}
        context["more"] = f"?{urlencode({key: value for key, value in after.items() if value})}"
    return render(request, "workspace/quarantine/quarantine.html", context | around(request))


@room()
def letter(request: Request, pk: int) -> HttpResponse:
    """Show one letter as it came: who, when, and what was decided."""
    inbound = inbound_for(request.user, pk)
    context = {"inbound": inbound, "decisions": explain(inbound), "slug": "quarantine", **around(request)}
    return render(request, "workspace/quarantine/letter.html", context)


@room("GET", "HEAD", "POST")
def raw(request: Request, pk: int) -> HttpResponseBase:
    """Give the letter byte for byte, as a download."""
    inbound = inbound_for(request.user, pk)
    return letter_as_it_came(request, inbound, f"letter-{inbound.pk}.eml")


@room("POST")
def retrial(request: Request, pk: int) -> HttpResponse:
    """Have the letter read once more."""
    retry(inbound_for(request.user, pk), by=request.user)
    return go(request, _list(request), _("The letter is read once more."))


@room("GET", "HEAD", "POST")
def dismissal(request: Request, pk: int) -> HttpResponse:
    """Ask why, or set the letter aside without reading it; its bytes stay."""
    inbound = inbound_for(request.user, pk)
    if request.method != "POST":
        context = {"inbound": inbound, "form": AsideForm(), "usual": USUAL}
        return render(request, "workspace/quarantine/aside.html", context)
    set_aside(inbound, by=request.user, why=read(AsideForm(request.POST))["why"])
    return go(request, _list(request), _("Set aside; the letter itself is kept."))


def _found(letters: QuerySet[Inbound], words: str) -> QuerySet[Inbound]:
    """Keep the letters in whose subject or sender the words occur."""
    if not words:
        return letters
    named = Q(subject__icontains=words) | Q(sender__icontains=words) | Q(envelope_from__icontains=words)
    return letters.filter(named)


def _list(request: Request) -> str:
    """Return the list as the person saw it, with its words and its page."""
    address = reverse("workspace:quarantine")
    seen = urlsplit(back(request, address))
    return f"{address}?{seen.query}" if seen.path == address and seen.query else address
