"""Blanks beside the text, and what those that are macros do: after the answer, or by themselves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import BadInput, Conflict, NotFound
from okno.desk import access
from okno.desk.actions.do_deeds import do_deeds
from okno.desk.blanks import deeds_of, sentence
from okno.desk.blanks import render as render_blank
from okno.desk.deeds import Deed
from okno.desk.models import Blank, Ticket
from okno.people.models import Person
from okno.workspace.doors import Request, go, room

BLANKS_AT_MOST = 100
DEEDS_AT_MOST = 50
Asked = tuple[list[Deed], list[Deed]]  # what is to be done, and what cannot be any more


class MacroHasChanged(Conflict):
    message = _("The macro was changed in the meantime: take out what it does, and choose it once more.")


@dataclass(frozen=True, slots=True)
class Offered:
    """A blank as it would be in this ticket: its words, what it does, and why some of that cannot be done."""

    blank: Blank
    text: str
    deeds: list[tuple[Deed, str]]

    @property
    def sentence(self) -> str:
        """What it does, in one line."""
        return sentence(self.blank)

    @property
    def chips(self) -> str:
        """What it does as JSON, for the place under the text: code, words, why it cannot be done."""
        told = [(self.code(deed), deed.words, why_not) for deed, why_not in self.deeds]
        return json.dumps(told, ensure_ascii=False)

    @property
    def boxes(self) -> list[tuple[str, Deed, str]]:
        """What it does as boxes to be ticked."""
        return [(self.code(deed), deed, why_not) for deed, why_not in self.deeds]

    def code(self, deed: Deed) -> str:
        """Return how a form names a deed of this blank."""
        return f"{self.blank.pk}:{deed.code}"


def offered(blank: Blank, ticket: Ticket, *, by: Person) -> Offered:
    """Return a blank as it would be in this ticket."""
    deeds = [(deed, deed.why_not(ticket)) for deed in deeds_of(blank)]
    return Offered(blank, render_blank(blank, ticket, by=by), deeds)


@room()
def blanks(request: Request, number: int) -> HttpResponse:
    """Show the blanks, each as it would be in this ticket; asked for when their menu or the list at the caret opens."""
    ticket = access.ticket_for(request.user, number)
    found = access.blanks_for(request.user)[:BLANKS_AT_MOST]
    context = {"ticket": ticket, "offers": [offered(blank, ticket, by=request.user) for blank in found]}
    page = "blanks_list" if request.GET.get("as") == "list" else "blanks"
    return render(request, f"workspace/tickets/{page}.html", context)


@room("GET", "HEAD", "POST")
def macro(request: Request, number: int, pk: int) -> HttpResponse:
    """Show what a macro would do to the ticket, and do it; no message leaves, and what is being written stays a draft."""
    ticket = access.ticket_for(request.user, number, to="work")
    offer = offered(access.blank_for(request.user, pk), ticket, by=request.user)
    if not offer.deeds:
        raise NotFound
    if request.method != "POST":
        return render(request, "workspace/tickets/macro.html", {"ticket": ticket, "offer": offer})
    deeds, left = asked(request, ticket)
    if not deeds and not left:
        raise BadInput(_("Choose at least one thing to do."))
    do_deeds(ticket, deeds, by=request.user)
    return go_on(request, ticket, deeds, left)


def asked(request: Request, ticket: Ticket) -> Asked:
    """Return the deeds that the form names («17:priority:3»), each as its macro has it now; raises MacroHasChanged.

    What was put into the archive since is left out.
    """
    codes = list(dict.fromkeys(request.POST.getlist("deed")))
    if not codes:
        return [], []
    if len(codes) > DEEDS_AT_MOST:
        raise BadInput
    pks = {pk for code in codes if (pk := whole(code.partition(":")[0])) is not None}
    known = {
        f"{blank.pk}:{deed.code}": deed
        for blank in access.blanks_for(request.user).filter(pk__in=pks)
        for deed in deeds_of(blank)
    }
    if not all(code in known for code in codes):
        raise MacroHasChanged
    deeds = [deed for code, deed in known.items() if code in codes]
    for purpose in {deed.verb.to for deed in deeds}:
        access.ticket_for(request.user, ticket.number, to=purpose)
    return [deed for deed in deeds if not deed.is_gone], [deed for deed in deeds if deed.is_gone]


def go_on(request: Request, ticket: Ticket, done: Sequence[Deed], left: Sequence[Deed]) -> HttpResponse:
    """Lead back to the ticket, or home where it went into hands that hide it; say what was left out."""
    is_open = not done or access.tickets_for(request.user).filter(pk=ticket.pk).exists()
    to = reverse("workspace:ticket", args=[ticket.number]) if is_open else reverse("workspace:home")
    return go(request, to, left_out(left))


def left_out(deeds: Sequence[Deed]) -> str:
    """Return the sentence about what could not be done any more; nothing where all was done."""
    if not deeds:
        return ""
    words = gettext("Left out, for it is in the archive: %(deeds)s.")
    return words % {"deeds": ", ".join(deed.words for deed in deeds)}
