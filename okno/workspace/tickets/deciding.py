"""What a colleague decides about a letter of ours that did not arrive, or may not have (REL-21)."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from okno.channels import outcomes
from okno.channels.access import delivery_for
from okno.channels.actions.send_again import send_again
from okno.channels.actions.stop_letter import stop_letter
from okno.channels.models import Delivery
from okno.core.refusals import NotFound
from okno.workspace.doors import Request, go, room
from okno.workspace.tickets.places import address


@room("POST")
def repetition(request: Request, pk: int) -> HttpResponse:
    """Send a letter once more."""
    delivery = delivery_for(request.user, pk)
    send_again(delivery, by=request.user)
    return go(request, _place(delivery), _("The letter is sent again."))


@room("POST")
def stop(request: Request, pk: int) -> HttpResponse:
    """Give a letter up."""
    delivery = delivery_for(request.user, pk)
    stop_letter(delivery, by=request.user)
    return go(request, _place(delivery), _("The desk leaves this letter alone."))


def _place(delivery: Delivery) -> str:
    """Return the page on which the letter is shown."""
    ticket = outcomes.ticket_of(delivery)
    if ticket is None:
        raise NotFound
    return address(ticket)
