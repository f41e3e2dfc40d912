"""Whose turn it is: of one request, and of those in a list; and the word or two that stand beside it."""

from typing import Final, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.desk.models import Approved, State, Ticket, WaitingFor

_YOURS = Q(state=State.RESOLVED) | Q(state=State.WAITING, waiting_for=WaitingFor.CUSTOMER)
TURNS: Final = {
    "yours": _YOURS,
    "ours": ~_YOURS & ~Q(state=State.CLOSED),
    "done": Q(state=State.CLOSED),
}
TITLES: Final = {"yours": _("Your turn"), "ours": _("We are working on it"), "done": _("Done")}


class Badge(NamedTuple):
    """How a request stands, in a word or two, and the colour of it."""

    words: str | Promise
    tone: str = ""


def turn_of(ticket: Ticket) -> str:
    """Return the same of a ticket that is known."""
    if ticket.state == State.CLOSED:
        return "done"
    waits = ticket.state == State.WAITING and ticket.waiting_for == WaitingFor.CUSTOMER
    return "yours" if waits or ticket.state == State.RESOLVED else "ours"


def badge_of(ticket: Ticket) -> Badge:
    """Return how it stands, as its customer reads it."""
    if ticket.state == State.RESOLVED:
        return Badge(_("done")) if ticket.part_of_id else Badge(_("solved?"), "good")
    if ticket.state == State.CLOSED:
        return Badge(_("not approved") if ticket.approval == Approved.REFUSED else _("done"))
    if ticket.state == State.WAITING:
        if ticket.waiting_for == WaitingFor.CUSTOMER:
            return Badge(_("we wait for you"), "near")
        return Badge(_("waits for approval") if ticket.approval == Approved.ASKED else _("on hold"))
    return Badge(_("received") if ticket.state == State.NEW else _("in work"), "accent")
