"""Tickets as the rules see them, read from the tables: a handful of statements, however many tickets there are."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from okno.automation.matching import Place
from okno.automation.seen import NONE, Answers, Names, Seen, Stems
from okno.catalog.answers import told
from okno.catalog.questions import OF_CHOICES
from okno.catalog.usual import usual_calendar
from okno.desk.models import Attachment, FilledForm, Message, Ticket
from okno.desk.search.words import words
from okno.people.models import normalised
from okno.people.models.address import Channel
from okno.people.provider import zone_of
from okno.sla.worktime import ALWAYS, WEEKDAYS

SIGNS = 20_000  # of a message, as the search reads it
WORDS = frozenset({"words", "subject"})
ROWS = ("organisation", "service", "priority", "team", "owner")
FORMS = frozenset({"request", "answer"})
AROUND = ("requester", "organisation", "service", "priority", "team", "owner")
"""What is fetched with a ticket, so that no statement is asked for each."""

# The endings are PostgreSQL's business: the same dictionary reads what is written and what the rules look for.
_STEMS = """
SELECT (SELECT json_object_agg(lexeme, positions) FROM unnest(to_tsvector('russian', text)))::text
FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, place) ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A ticket and the message that is looked at: of a new ticket the first, else the one that came."""

    ticket: Ticket
    message: Message | None


def see(spoken: Sequence[Spoken], asked: Iterable[str]) -> list[Seen]:
    """Return these tickets as the rules see them; only what is `asked` by some rule is read at all."""
    asked = frozenset(asked)
    texts = _texts(spoken, asked)
    files = _with_files(spoken) if "files" in asked else frozenset()
    calendar = usual_calendar() if "working" in asked else ALWAYS
    forms = _forms(spoken) if asked & FORMS else {}
    return [
        _seen(one, *texts[place], has_files=one.message is not None and one.message.pk in files).now(
            is_working_time=calendar.is_working(_moment(one)),
            **_asked_for(forms.get(one.ticket.part_of_id or one.ticket.pk), names_of(one.ticket)),
        )
        for place, one in enumerate(spoken)
    ]


def places_of(phrases: Iterable[str]) -> Mapping[str, tuple[Place, ...]]:
    """Return for each phrase its stems and how far each stands from the beginning; none for what is too common."""
    wanted = list(dict.fromkeys(phrases))
    return {
        phrase: tuple(
            sorted(((stem, at) for stem, places in stems.items() for at in places), key=lambda one: one[1])
        )
        for phrase, stems in zip(wanted, _stems(wanted), strict=True)
    }


def _seen(one: Spoken, subject: Stems, text: Stems, *, has_files: bool) -> Seen:
    ticket, at = one.ticket, _moment(one).astimezone(zone_of(""))
    author = (
        ticket.requester
        if one.message is None or one.message.author_id == ticket.requester_id
        else one.message.author
    )
    return Seen(
        subject=subject,
        words=text,
        requester=normalised(Channel.MAIL, ticket.requester.email),
        sender=normalised(Channel.MAIL, author.email),
        address=normalised(Channel.MAIL, ticket.our_address),
        door=one.message.door if one.message is not None else ticket.door,
        fields=ticket.fields,
        has_files=has_files,
        day=WEEKDAYS[at.weekday()],
        minute=at.hour * 60 + at.minute,
        wish=ticket.wish,
        is_part=ticket.part_of_id is not None,
        is_follow_up=ticket.follow_up_of_id is not None,
        region=ticket.organisation.region if ticket.organisation else "",
        level=(ticket.organisation.support_level_id or 0) if ticket.organisation else 0,
        **standing(ticket, {}),
    )


def standing(ticket: Ticket, names: Names) -> dict[str, Any]:
    """Return what rules themselves change of a ticket, as it is now, with the names of the rows."""
    ids = {name: getattr(ticket, f"{name}_id") or 0 for name in ROWS}
    codes = {name: getattr(ticket, name) for name in ("kind", "impact", "urgency", "state")}
    called = {**names, **names_of(ticket)}
    return ids | codes | {"waiting": ticket.waiting_for, "tags": frozenset(ticket.tags), "names": called}


def names_of(ticket: Ticket) -> Names:
    """Return what the rows around the ticket are called."""
    rows = {name: getattr(ticket, name) for name in ROWS}
    return {(name, row.pk): str(row) for name, row in rows.items() if row is not None}


def _moment(one: Spoken) -> datetime:
    return one.message.at if one.message is not None else one.ticket.created_at


def _texts(spoken: Sequence[Spoken], asked: frozenset[str]) -> list[tuple[Stems, Stems]]:
    if not asked & WORDS:
        return [(NONE, NONE)] * len(spoken)
    subjects = [one.ticket.subject for one in spoken]
    texts = [f"{one.ticket.subject}\n{one.message.text if one.message else ''}"[:SIGNS] for one in spoken]
    stems = _stems([*subjects, *texts])
    return list(zip(stems[: len(spoken)], stems[len(spoken) :], strict=True))


def _stems(texts: Sequence[str]) -> list[Stems]:
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [[" ".join(words(text)) for text in texts]])
        found = [json.loads(told) if told else {} for (told,) in cursor.fetchall()]
    return [{stem: tuple(places) for stem, places in one.items()} for one in found]


def _with_files(spoken: Sequence[Spoken]) -> frozenset[int]:
    messages = [one.message.pk for one in spoken if one.message is not None]
    rows = Attachment.objects.filter(message__in=messages, is_inline=False).values_list(
        "message_id", flat=True
    )
    return frozenset(rows)


def _forms(spoken: Sequence[Spoken]) -> dict[int, FilledForm]:
    """Return the filled forms by ticket; a part has that of its whole."""
    tickets = {one.ticket.part_of_id or one.ticket.pk for one in spoken}
    rows = FilledForm.objects.filter(ticket__in=tickets).select_related("version__request_type")
    return {one.ticket_id: one for one in rows}


def _asked_for(form: FilledForm | None, names: Names) -> dict[str, Any]:
    """Return of which type the request is, and what was answered to its questions."""
    if form is None:
        return {}
    version = form.version
    asked = version.request_type
    return {
        "request": asked.pk,
        "answers": _answers(form),
        "names": {**names, ("request", asked.pk): str(asked)},
    }


def _answers(form: FilledForm) -> Answers:
    given = [(one, form.answers[one["key"]]) for one in form.version.questions if one["key"] in form.answers]
    return {
        question["label"].casefold(): tuple(answer)
        if isinstance(answer, list)
        else (_plainly(question, answer),)
        for question, answer in given
    }


def _plainly(question: Mapping[str, Any], answer: Any) -> str:
    """Return an answer as a rule compares it: a choice by its first name, whatever language is read."""
    return answer if question["kind"] in OF_CHOICES else told(dict(question), answer)
