"""The page of one conversation and what can be done there, whatever way it was opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from okno.core import clock, files
from okno.core.refusals import BadInput, NotAllowed
from okno.desk import access
from okno.desk.actions.close import confirm
from okno.desk.actions.rate import rate
from okno.desk.forecast import forecast
from okno.desk.kinds import KINDS, sentence
from okno.desk.matters import name_of, progress_of
from okno.desk.models import Attachment, Fact, Message, State, Ticket
from okno.people.models import Person
from okno.portal import circle, finding, keeping, saying
from okno.portal.forms import FILES_AT_MOST, AgainForm, AnswerForm, FileForm, PartnerForm, RatingForm, Written
from okno.portal.places import Place
from okno.portal.steps import steps

SHOWN: Final = 200  # messages; the earlier ones are a press away


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
    partner: PartnerForm | None = None,
) -> HttpResponse:
    """Show the conversation, whose turn it is and until when; with the errors of a form that was wrong."""
    now = clock.now()
    soon = finding.leaves_soon(person, ticket, now)
    promise = finding.promise(ticket) if ticket.is_live else None
    prepared = _prepared(request, ticket)
    rated = finding.rated(person, ticket, now, request.GET.get("stars", ""))
    history = list(finding.history(person, ticket))
    words = {
        "ticket": ticket,
        "person": person,
        "place": place,
        **_conversation(person, ticket, now, place, is_whole="all" in request.GET),
        "history": [_happened(fact) for fact in history],
        "steps": steps(ticket),
        "forecast": forecast(ticket, now) if ticket.state != State.WAITING else None,
        **_circle(person, ticket, place, history, partner),
        "promise": promise,
        "due": promise.due_at if promise else None,
        "late": bool(promise and promise.due_at and promise.due_at < now),
        "looks_again": int((soon - now).total_seconds()) + 2 if soon else 0,
        "answer": answer or AnswerForm(),
        "again": again or _again(prepared),
        "prepared": prepared,
        "asked": _asked(request, prepared, rated.prepared if rated else 0),
        "rated": rated,
        "parts": finding.parts(person, ticket),
        "course": progress_of(ticket) if ticket.approval and access.may_let_in(person, ticket) else None,
        "remark": RatingForm(
            auto_id="remark_%s", initial={"words": rated.given.words if rated and rated.given else ""}
        ),
    }
    wrong = answer or again
    status = 422 if partner else 200
    return render(request, "portal/ticket.html", words, status=wrong.status if wrong else status)


def take_answer(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take a message of the customer."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        saying.keep_files(form, person)
        return show(request, person, ticket, place, answer=form)
    message = saying.say(form, person, ticket)
    return redirect(_place_of(message.ticket, ticket, place, person).page + f"#message-{message.pk}")


def take_file(request: HttpRequest, person: Person) -> HttpResponse:
    """Take a file while its message is being written; the answer is how it stands in the form.

    A form that was begun and comes back names what it had: those that still stand are drawn again.
    """
    if "kept" in request.POST:
        signs = request.POST.getlist("kept")[:FILES_AT_MOST]
        again = [found for sign in signs if (found := keeping.found(sign))]
        return render(request, "portal/kept_again.html", {"files": again})
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


def take_back(person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Take «no longer needed»: whoever asked needs nothing any more, so it is done."""
    if not access.may_let_in(person, ticket):
        raise NotAllowed
    if ticket.is_live:
        confirm(ticket, by=person)
    return redirect(place.page)


def let_in(request: HttpRequest, person: Person, ticket: Ticket, place: Place) -> HttpResponseBase:
    """Let the owner of an address take part."""
    if not access.may_let_in(person, ticket):
        raise NotAllowed
    form = PartnerForm(request.POST, auto_id="partner_%s")
    if form.is_valid():
        try:
            circle.let_in(ticket, form.cleaned_data["email"], by=person)
        except BadInput as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect(f"{place.page}#people")
    return show(request, person, ticket, place, partner=form)


def let_go(person: Person, ticket: Ticket, place: Place, pk: int) -> HttpResponseBase:
    """Let somebody take part no longer."""
    circle.let_go(ticket, pk, finding.history(person, ticket), by=person)
    return redirect(f"{place.page}#people")


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


def _circle(
    person: Person, ticket: Ticket, place: Place, history: list[Fact], partner: PartnerForm | None
) -> dict[str, object]:
    """Return who takes part, for those who decide about it; the link of a letter decides nothing about others."""
    if not access.may_let_in(person, ticket):
        return {}
    if place.is_link:
        return {"decides": True}
    return {
        "decides": True,
        "lets_in": True,
        "partners": circle.partners(ticket, history),
        "partner": partner or PartnerForm(auto_id="partner_%s"),
    }


def _prepared(request: HttpRequest, ticket: Ticket) -> str:
    """Return the answer that was chosen in the letter, "yes" or "no"; it waits for a press, for mail scanners open links too."""
    chosen = request.GET.get("solved", "")
    return chosen if ticket.state == State.RESOLVED and chosen in ("yes", "no") else ""


def _asked(request: HttpRequest, prepared: str, stars: int) -> str:
    """Return what the page that fetches itself anew has to say again."""
    asked = {"solved": prepared} if prepared else {}
    if stars:
        asked["stars"] = str(stars)
    return urlencode(asked | ({"all": "1"} if "all" in request.GET else {}))


def _again(prepared: str) -> AgainForm:
    """Return the empty form of «not solved»; whoever has said so in the letter begins to write at once."""
    form = AgainForm(auto_id="again_%s")
    if prepared == "no":
        form.fields["text"].widget.attrs["autofocus"] = True
    return form


def _place_of(told: Ticket, ticket: Ticket, place: Place, person: Person) -> Place:
    """A message may have started a follow-up: then one goes on there."""
    return place if told.pk == ticket.pk else place.beside(told, person)


def _conversation(
    person: Person, ticket: Ticket, now: datetime, place: Place, *, is_whole: bool
) -> dict[str, Any]:
    """Return the newest part of what was said, or all of it where that is wished."""
    newest = finding.conversation(person, ticket, now).order_by("-at", "-pk")
    messages = list(newest if is_whole else newest[: SHOWN + 1])
    has_earlier = not is_whole and len(messages) > SHOWN
    return {
        "conversation": [
            _said(one, place) for one in reversed(messages[:SHOWN] if has_earlier else messages)
        ],
        "has_earlier": has_earlier,
    }


def _said(message: Message, place: Place) -> Said:
    return Said(
        message,
        [(one, place.file(one)) for one in message.attachments.all() if one.redacted_at is None],
    )


def _happened(fact: Fact) -> Happened:
    who = name_of(fact.by) if fact.kind.startswith("approval.") and not fact.by.is_robot else str(fact.by)
    return Happened(who, sentence(fact.kind, fact.data), KINDS[fact.kind].icon, fact.at)
