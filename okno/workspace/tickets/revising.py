"""Notes that say something else since: their author writes them anew, and everybody sees what they said before."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from okno.desk import access
from okno.desk.actions.note import mention
from okno.desk.actions.revise_note import revise_note
from okno.workspace.doors import Request, go, read, room
from okno.workspace.tickets.places import address


class RevisionForm(forms.Form):
    text = forms.CharField(label=_("Note"), strip=False, required=False, widget=forms.Textarea({"rows": 10}))


@room("GET", "HEAD", "POST")
def revision(request: Request, pk: int) -> HttpResponse:
    """Offer one's own note, or write it anew; colleagues who are called in it now are told."""
    message = access.message_for(request.user, pk, to="revise")
    if request.method != "POST":
        form = RevisionForm(initial={"text": message.text})
        return render(request, "workspace/tickets/revision.html", {"message": message, "form": form})
    text = read(RevisionForm(request.POST))["text"]
    revise_note(message, text, by=request.user)
    mention(message, access.called_in(text), by=request.user)
    return go(request, f"{address(message.ticket)}#message-{message.pk}")


@room()
def revisions(request: Request, pk: int) -> HttpResponse:
    """Show what a note said before, the latest first."""
    message = access.message_for(request.user, pk)
    earlier = message.revisions.select_related("by")[:100]
    return render(request, "workspace/tickets/revisions.html", {"message": message, "revisions": earlier})
