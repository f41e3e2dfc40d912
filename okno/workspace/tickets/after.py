"""Where one goes after an answer: one stays, the next ticket of the list comes, or the list; undo stays within reach."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.desk import access
from okno.desk.models import Message, Ticket
from okno.workspace.doors import Request
from okno.workspace.queues import kept, scopes

COOKIE = "okno_after"


def address_of(request: Request, ticket: Ticket) -> str:
    """Return the page that comes after the answer, as the person has chosen; nothing for staying. Ask before answering.

    The next ticket is the one that stands behind this one in its list, or the first one where this was the last.
    """
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen not in ("next", "list"):
        return ""
    queue = kept.known(request.POST.get("queue", ""), request.user)
    if queue is None:
        return ""
    to_list = reverse("workspace:queue", args=[queue.slug])
    if chosen == "list":
        return to_list
    others = scopes.in_order(queue, scopes.tickets_in(queue, request.user)).exclude(pk=ticket.pk)
    here = access.ticket_for(request.user, ticket.number)
    moment, _pk = scopes.place(queue, here)
    found = scopes.after(queue, others, moment, ticket.pk).first() or others.first()
    if found is None:
        return to_list
    return f"{reverse('workspace:ticket', args=[found.number])}?queue={queue.slug}"


def keep_undo_near(request: Request, message: Message) -> None:
    """Say on the next page that the answer is on its way, with the button that calls it back."""
    undo = reverse("workspace:undoing", args=[message.pk])
    say = _("The answer to № %(number)d is on its way.") % {"number": message.ticket.number}
    messages.success(request, say, extra_tags=undo if request.user.undo_time else "")
