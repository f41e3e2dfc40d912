"""A colleague goes through a guide beside a ticket, on the phone for instance; what was answered becomes a note."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput, NotFound
from okno.desk import access as desk
from okno.desk.actions.note import note
from okno.knowledge import access
from okno.knowledge.guides import Walk, read, walk
from okno.knowledge.markdown import html, shown
from okno.knowledge.models import Article
from okno.workspace.doors import Request, go, room
from okno.workspace.queues.views import around


@room("GET", "HEAD", "POST")
def steps(request: Request, number: int, pk: int) -> HttpResponse:
    """Show a step of the guide; take the way that was gone as a note of the ticket."""
    is_note = request.method == "POST"
    ticket = desk.ticket_for(request.user, number, to="note" if is_note else "read")
    found, going = _found(request, pk, (request.POST if is_note else request.GET).get("way", ""))
    if is_note:
        if not going.passed:
            raise BadInput(_("Nothing was answered yet."))
        words = _("Went through “%(guide)s”:") % {"guide": found}
        note(ticket, f"{words}\n{going.as_text()}", by=request.user)
        return go(request, reverse("workspace:ticket", args=[number]), _("The answers are in a note."))
    context = {
        "ticket": ticket,
        "guide": found,
        "walk": going,
        "html": shown(html(going.step.text)),
        "choices": []
        if going.end
        else [(one, going.on(place)) for place, one in enumerate(going.step.answers)],
        "slug": "",
    }
    return render(request, "workspace/knowledge/steps.html", context | around(request))


def _found(request: Request, pk: int, way: str) -> tuple[Article, Walk]:
    """Return the guide and how far one is in it; a way that leads nowhere any more begins anew. Raises NotFound."""
    found = access.article_for(request.user, pk)
    if not found.is_guide or found.version is None:
        raise NotFound
    script = read(found.version.text)
    going = walk(script, way) or walk(script, "")
    if going is None:
        raise NotFound
    return found, going
