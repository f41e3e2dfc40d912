"""What each kind of letter says: gathered from the desk, never more than its recipient may read (SEC-24, SEC-34)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from okno.channels import guard, recipients
from okno.channels.failures import Undeliverable
from okno.channels.mail import relay, status_words
from okno.channels.mail.compose import File, Outgoing, subject_line, tagged
from okno.channels.mail.enclosures import enclosed
from okno.channels.mail.thread import Thread, thread_for
from okno.channels.models import Delivery
from okno.channels.models.delivery import OF_OCCASION, Purpose
from okno.core.sealed import CannotOpen, unseal
from okno.desk import links, message_ids, occasions
from okno.desk.matters import because, matter_of, name_of
from okno.desk.models import Message, Occasion, State, Ticket
from okno.desk.models.rating import Stars
from okno.people.models import Person
from okno.people.provider import ours, zone_of

NO_THREAD = Thread()
NOTICES_IN_THREAD = 20


_OCCASIONS = {purpose: occasion for occasion, purpose in OF_OCCASION.items()}
_SUBJECTS = {
    Purpose.ACKNOWLEDGE: gettext_lazy("Your request is accepted: № %(number)s"),
    Purpose.TAKEN: gettext_lazy("Your request is in work: № %(number)s"),
    Purpose.WAITING: gettext_lazy("We wait for your answer: request № %(number)s"),
    Purpose.ASK_SOLVED: gettext_lazy("Is it solved? Request № %(number)s"),
    Purpose.CLOSED: gettext_lazy("Your request is closed: № %(number)s"),
    Purpose.REFUSED: gettext_lazy("It was not approved: request № %(number)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One content in two forms."""

    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The part of a letter that its kind decides."""

    subject: str
    words: Words
    author: str = ""
    automatic: str = ""
    to_name: str = ""
    thread: Thread = NO_THREAD
    files: tuple[File, ...] = ()
    note: str = ""  # what colleagues are told of it
    answers: bool = True  # an answer to the letter goes into the ticket


def facts_of(delivery: Delivery) -> Outgoing:
    """Return all facts of the letter, in the recipient's language; raises Undeliverable where it cannot be made."""
    ticket, person = delivery.ticket, delivery.recipient
    mailbox = relay.home(ticket.our_address if ticket else "")
    address = mailbox.address if mailbox else settings.DESK_ADDRESS
    language = person.language if person else ours().language
    with override(language):
        said = _writers[Purpose(delivery.purpose)](delivery)
        desk = mailbox.name if mailbox else ""
    return Outgoing(
        from_name=" · ".join(filter(None, (said.author, desk))),
        from_address=address,
        to_name=said.to_name,
        to_address=delivery.address,
        reply_to=tagged(address, message_ids.reply_token(ticket, delivery.address))
        if ticket and said.answers
        else "",
        message_id=delivery.rfc_message_id,
        in_reply_to=said.thread.in_reply_to,
        references=said.thread.references,
        subject=said.subject,
        date=delivery.created_at,
        language=language,
        text=said.words.text,
        html=said.words.html,
        files=said.files,
        note=said.note,
        automatic=said.automatic,
        loop_id=guard.loop_id(),
    )


def _reply(delivery: Delivery) -> Said:
    ticket, person, message = _parts(delivery)
    assert message is not None
    thread = thread_for(ticket, person, before=message)
    goes_along = enclosed(delivery)
    asks = _asks(delivery, ticket, person)
    context = {
        "text": message.text,
        "signature": message.author.signature.strip(),
        "asks": asks,
        "too_large": goes_along.too_large,
        "unchecked": goes_along.unchecked,
        "quote": _quoted(thread, person),
        **_footer(ticket, person),
    }
    return Said(
        subject=subject_line(ticket.subject, ticket.number, fallback=_("Your request")),
        author=message.author.name,
        to_name=person.name,
        thread=thread,
        files=goes_along.files,
        note=status_words.WITHOUT_FILES if goes_along.unchecked else "",
        automatic="auto-generated" if message.is_automatic or message.author.is_robot else "",
        words=_rendered("reply", context),
    )


def _told(delivery: Delivery) -> Said:
    """A step of the ticket. Before anybody has proved to read there, nothing that was written to us comes back (SEC-28)."""
    ticket, person, _message = _parts(delivery)
    purpose = Purpose(delivery.purpose)
    is_first = purpose == Purpose.ACKNOWLEDGE
    knows_us = _is_proved(delivery) or (
        not is_first and ticket.messages.filter(kind="reply", undone_at=None).exists()
    )
    told = _why(delivery)
    text = occasions.words(
        _OCCASIONS[purpose], ticket, person, occasions.loop_plan(), knows_us=knows_us, **told
    )
    return Said(
        subject=str(_SUBJECTS[purpose]) % {"number": ticket.number},
        automatic="auto-replied" if is_first else "auto-generated",
        thread=thread_for(ticket, person).without_quote if knows_us else NO_THREAD,
        words=_rendered(
            "told",
            {
                "text": text,
                "asks": purpose == Purpose.ASK_SOLVED,
                "rates": _ratings(ticket, purpose),
                **_footer(ticket, person),
            },
        ),
    )


def _approval(delivery: Delivery) -> Said:
    """Ask whether it is approved: what is asked and no more of the ticket, and a link for each of the two answers."""
    question = recipients.asked_by(delivery)
    if question is None:
        raise Undeliverable(status_words.NO_LONGER_ASKED)
    matter, person = matter_of(question), question.person
    is_reminder = delivery.fact is not None and delivery.fact.kind == "approval.reminded"
    another = Occasion.INSTEAD if question.because else Occasion.APPROVAL
    occasion = Occasion.REMINDED if is_reminder else another
    context = {
        "text": occasions.asking(occasion, matter, person, occasions.loop_plan(), why=because(question)),
        "lines": matter.lines,
        "approve": links.make_approval(question, "yes"),
        "refuse": links.make_approval(question, "no"),
        "number": matter.ticket.number,
    }
    return Said(
        subject=_("Please decide: %(about)s [№ %(number)s]")
        % {"about": matter.subject, "number": matter.ticket.number},
        to_name=person.name,
        automatic="auto-generated",
        words=_rendered("approval", context),
    )


def _notice(delivery: Delivery) -> Said:
    """News for a colleague, written above; letters about one ticket hang on each other in his mail program."""
    said = _sealed(delivery)
    if delivery.ticket is None or delivery.recipient is None:
        return said
    earlier = Delivery.objects.filter(
        ticket=delivery.ticket, recipient=delivery.recipient, purpose=Purpose.NOTICE, pk__lt=delivery.pk
    )
    ids = list(earlier.order_by("-id").values_list("rfc_message_id", flat=True)[:NOTICES_IN_THREAD])[::-1]
    return replace(said, thread=Thread(in_reply_to=ids[-1] if ids else "", references=tuple(ids)))


def _sealed(delivery: Delivery) -> Said:
    """A letter that was written elsewhere, by the login room, for a colleague or as a question, and lies here sealed."""
    try:
        words = json.loads(unseal(delivery.sealed_body))
        return Said(
            subject=words["subject"],
            words=Words(text=words["text"], html=words.get("html", "")),
            automatic="auto-generated",
            answers=bool(words.get("answers")),
        )
    except (CannotOpen, ValueError, KeyError, TypeError):
        raise Undeliverable(status_words.CODE_EXPIRED) from None


_writers: dict[Purpose, Callable[[Delivery], Said]] = {
    Purpose.REPLY: _reply,
    Purpose.APPROVAL: _approval,
    Purpose.NOTICE: _notice,
    Purpose.SURVEY: _sealed,
    Purpose.TOO_LARGE: _sealed,
    Purpose.LOGIN: _sealed,
    **dict.fromkeys(_OCCASIONS, _told),
}


def _quoted(thread: Thread, person: Person) -> dict[str, Any] | None:
    """Return the last words of the customer's side with their moment in the reader's time."""
    quote = thread.quote
    if quote is None:
        return None
    at = date_format(timezone.localtime(quote.message.at, zone_of(person.zone)), "j E Y, H:i")
    return {"at": at, "author": quote.author, "lines": quote.lines, "more": quote.more}


def _parts(delivery: Delivery) -> tuple[Ticket, Person, Message | None]:
    assert delivery.ticket is not None
    assert delivery.recipient is not None
    return delivery.ticket, delivery.recipient, delivery.message


def _why(delivery: Delivery) -> dict[str, str]:
    """Return why the step was taken; of a refusal also by whom."""
    fact = delivery.fact
    if fact is None:
        return {}
    if delivery.purpose != Purpose.REFUSED:
        return {"why": fact.reason}
    by = "" if fact.by.is_robot else name_of(fact.by)
    return {"why": fact.data.get("reason", ""), "decided_by": by}


def _asks(delivery: Delivery, ticket: Ticket, person: Person) -> bool:
    """True when this reply offered the solution, the reader is the one to say so, and nobody has answered yet."""
    offered = delivery.fact is not None and delivery.fact.data.get("then") == "resolve"
    return offered and ticket.state == State.RESOLVED and ticket.requester_id == person.pk


def _is_proved(delivery: Delivery) -> bool:
    """True when somebody has proved to read at this address."""
    person = delivery.recipient
    return (
        person is not None
        and person.addresses.filter(normal=delivery.address, verified_at__isnull=False).exists()
    )


def _footer(ticket: Ticket, person: Person) -> dict[str, Any]:
    """Return the number and the signed link; colleagues get none, because a link opens what its owner may see."""
    link = "" if person.is_staff_member else links.make(ticket, person)
    return {"number": ticket.number, "link": link, "yes": f"{link}?solved=yes", "no": f"{link}?solved=no"}


def _ratings(ticket: Ticket, purpose: Purpose) -> list[int]:
    """Return the stars that are offered with word that a ticket is closed; once for a ticket."""
    is_asked = purpose == Purpose.CLOSED and not ticket.ratings.exists()
    return Stars.values if is_asked else []


def _rendered(name: str, context: dict[str, Any]) -> Words:
    context = {**context, "language": get_language(), "accent": ours().accent}
    return Words(
        text=render_to_string(f"channels/mail/{name}.txt", context),
        html=render_to_string(f"channels/mail/{name}.html", context),
    )
