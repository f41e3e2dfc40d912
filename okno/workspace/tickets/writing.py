"""Writing: replies, notes, drafts, undo of a reply that has not left."""

from collections.abc import Sequence
from functools import partial

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import BadInput, TooMuch
from okno.desk import access
from okno.desk.actions.do_deeds import say_and_do
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.save_draft import drop_draft, save_draft
from okno.desk.actions.undo_send import undo_send
from okno.desk.deeds import Deed, around_reply
from okno.desk.models import Ticket
from okno.desk.models.draft import DraftKind
from okno.desk.refusals import EmptyText
from okno.workspace.doors import Request, lead, read, room
from okno.workspace.tickets import after, macros, news, promising
from okno.workspace.tickets.enclosing import gathered
from okno.workspace.tickets.places import address

LONGEST_DRAFT = 1_000_000  # bytes


class NoteForm(forms.Form):
    text = forms.CharField(strip=False, required=False)
    key = forms.CharField(required=False, max_length=64)

    def clean_text(self) -> str:
        """A picture may come without words, but no form without the place for them: it was never written."""
        if "text" not in self.data:
            raise EmptyText
        return str(self.cleaned_data["text"])


class ReplyForm(NoteForm):
    then = forms.ChoiceField(choices=[(then.value, then.value) for then in Then], required=False)
    seen_version = forms.IntegerField(required=False, min_value=0)


@room("POST")
def replies(request: Request, number: int) -> HttpResponse:
    """Answer the customer."""
    ticket = access.ticket_for(request.user, number, to="reply")
    asked = read(ReplyForm(request.POST))
    deeds, left = macros.asked(request, ticket)
    promises = promising.agreed(request)
    onwards = after.address_of(request, ticket)
    before, then, afterwards = around_reply(deeds, Then(asked["then"] or Then.STAY.value))
    say = partial(
        reply,
        ticket,
        asked["text"],
        by=request.user,
        then=then,
        files=gathered(request, ticket, DraftKind.REPLY),
        seen_version=asked["seen_version"],
        key=asked["key"],
    )
    message = say_and_do(ticket, say, by=request.user, before=before, after=afterwards, key=asked["key"])
    promising.keep(request, ticket, promises, asked["text"])
    if not onwards:
        return _new_beside(request, ticket, deeds, left) or macros.go_on(request, ticket, deeds, left)
    after.keep_undo_near(request, message)
    return lead(request, onwards, macros.left_out(left))


@room("POST")
def notes(request: Request, number: int) -> HttpResponse:
    """Write a note for colleagues."""
    ticket = access.ticket_for(request.user, number, to="note")
    asked = read(NoteForm(request.POST))
    deeds, left = macros.asked(request, ticket)
    say = partial(
        note,
        ticket,
        asked["text"],
        by=request.user,
        mentions=access.called_in(asked["text"]),
        files=gathered(request, ticket, DraftKind.NOTE),
        key=asked["key"],
    )
    say_and_do(ticket, say, by=request.user, after=deeds, key=asked["key"])
    return _new_beside(request, ticket, deeds, left) or macros.go_on(request, ticket, deeds, left)


@room("PUT", "DELETE")
def draft(request: Request, number: int, kind: str) -> HttpResponse:
    """Keep what is being written (the body is the text), or throw it away."""
    ticket = access.ticket_for(request.user, number, to="note" if kind == DraftKind.NOTE else "reply")
    if kind not in DraftKind.values:
        raise BadInput
    if request.method == "DELETE":
        drop_draft(ticket, kind, by=request.user)
        return HttpResponse(status=204)
    if len(request.body) > LONGEST_DRAFT:
        raise TooMuch
    kept = save_draft(
        ticket,
        kind,
        request.body.decode("utf-8", "replace"),
        by=request.user,
        seen_version=whole(request.headers.get("Draft-Version", "")),
        key=request.headers.get("Draft-Key", ""),
    )
    return HttpResponse(status=204, headers={"Draft-Version": str(kept.version if kept else 0)})


@room("POST")
def undoing(request: Request, pk: int) -> HttpResponse:
    """Call one's own reply back before it leaves."""
    message = access.message_for(request.user, pk, to="reply")
    undo_send(message, by=request.user)
    return lead(
        request, address(message.ticket), _("The letter did not leave; its text is your draft again.")
    )


def _new_beside(request: Request, ticket: Ticket, *deeds: Sequence[Deed]) -> HttpResponse | None:
    """Answer a page of a chat that says what it shows with what is new there; None where all of it is to be drawn."""
    word = request.POST.get("news", "")
    if not word or any(deeds) or not request.headers.get("HX-Request"):
        return None
    return news.answer(request, request.user, access.ticket_for(request.user, ticket.number, to="note"), word)
