"""The page of one conversation and what can be done there, whatever way it was opened."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from okno.core import clock, files
from okno.core.refusals import BadInput, NotAllowed
from okno.desk import access
from okno.desk.actions.close import confirm
from okno.desk.actions.rate import rate
from okno.desk.kinds import KINDS, sentence
from okno.desk.models import Attachment, Fact, Message, State, Ticket
from okno.people.models import Person
from okno.portal import finding, saying
from okno.portal.forms import AgainForm, AnswerForm, FileForm, RatingForm, Written
from okno.portal.places import Place


@dataclass(frozen=True)
class Said:
    """One message as the page shows it."""

    message: Message
    files: list[tuple[Attachment, str]]


@dataclass(frozen=True)
class Happened:
    """One public fact as the page shows it."""

    who: str
    words: str
    icon: str
    at: datetime


def show(
    request: HttpRequest,
    person: Person,
    ticket: Ticket,
    place: Place,
    *,
    answer: Written | None = None,
    again: Written | None = None,
) -> HttpResponse:
    """Show the conversation, whose turn it is and until when; with the errors of a form that was wrong."""
    now = clock.now()
    soon = finding.leaves_soon(person, ticket, now)
    promise = finding.promise(ticket) if ticket.is_live else None
    prepared = _prepared(request, ticket)
    rated = finding.rated(person, ticket, now)
    words = {
        "ticket": ticket,
        "person": person,
        "place": place,
        "conversation": [_said(message, place) for message in finding.conversation(person, ticket, now)],
        "history": [_happened(fact) for fact in finding.history(person, ticket)],
        "promise": promise,
        "due": promise.due_at if promise else None,
        "late": bool(promise and promise.due_at and promise.due_at < now),
        "looks_again": int((soon - now).total_seconds()) + 2 if soon else 0,
        "answer": answer or AnswerForm(),
        "again": again or _again(prepared),
        "prepared": prepared,
        "rated": rated,
        "remark": RatingForm(
            auto_id="remark_%s", initial={"words": rated.given.words if rated and rated.given else ""}
        ),
    }
    wrong = answer or again
    return render(request, "portal/ticket.html", words, status=wrong.status if wrong else 200)


def take_answer(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take a message of the customer."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        saying.keep_files(form, person)
        return show(request, person, ticket, place, answer=form)
    message = saying.say(form, person, ticket)
    return redirect(_place_of(message.ticket, ticket, place, person).page + f"#message-{message.pk}")


def take_file(request: HttpRequest, person: Person) -> HttpResponse:
    """Take a file while its message is being written; the answer is how it stands in the form."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput
    return render(request, "portal/kept.html", {"kept": saying.keep_file(form.cleaned_data["file"], person)})


def take_no(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take «not solved», with what is still wrong."""
    form = AgainForm(request.POST, request.FILES, auto_id="again_%s")
    if not form.is_valid():
        saying.keep_files(form, person)
        return show(request, person, ticket, place, again=form)
    message = saying.say_again(form, person, ticket)
    return redirect(_place_of(message.ticket, ticket, place, person).page + f"#message-{message.pk}")


def take_yes(person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take «solved»; where the ticket has been taken up again in the meantime, the page tells so."""
    if ticket.state == State.RESOLVED:
        confirm(ticket, by=person)
    return redirect(place.page)


def take_rating(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take stars, or the words that follow them; a rating without words leaves those that were said."""
    if not access.may_rate(person, ticket):
        raise NotAllowed
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise BadInput
    words = form.cleaned_data["words"] if "words" in request.POST else None
    rate(ticket, form.cleaned_data["stars"], by=person, words=words)
    return redirect(f"{place.page}#rating")


def give_file(request: HttpRequest, person: Person, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Give a file of the conversation; pictures may be shown in place."""
    attachment = finding.file_of(person, ticket, pk, clock.now())
    return files.serve(attachment.file, attachment.name, inline="inline" in request.GET)


def _prepared(request: HttpRequest, ticket: Ticket) -> str:
    """Return the answer that was chosen in the letter, "yes" or "no"; it waits for a press, for mail scanners open links too."""
    chosen = request.GET.get("solved", "")
    return chosen if ticket.state == State.RESOLVED and chosen in ("yes", "no") else ""


def _again(prepared: str) -> AgainForm:
    """Return the empty form of «not solved»; whoever has said so in the letter begins to write at once."""
    form = AgainForm(auto_id="again_%s")
    if prepared == "no":
        form.fields["text"].widget.attrs["autofocus"] = True
    return form


def _place_of(told: Ticket, ticket: Ticket, place: Place, person: Person) -> Place:
    """A message may have started a follow-up: then one goes on there."""
    return place if told.pk == ticket.pk else place.beside(told, person)


def _said(message: Message, place: Place) -> Said:
    return Said(
        message,
        [(one, place.file(one)) for one in message.attachments.all() if one.redacted_at is None],
    )


def _happened(fact: Fact) -> Happened:
    return Happened(str(fact.by), sentence(fact.kind, fact.data), KINDS[fact.kind].icon, fact.at)
