"""Where a ticket stands in the workspace."""

from django.urls import reverse

from okno.desk.models import Ticket


def address(ticket: Ticket) -> str:
    """Return the page of the ticket."""
    return reverse("workspace:ticket", args=[ticket.number])
