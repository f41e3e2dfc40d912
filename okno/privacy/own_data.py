"""All that the desk knows about one person, in plain values: for the person himself (152-ФЗ, article 14)."""

from typing import TYPE_CHECKING, Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from okno.catalog.answers import lines
from okno.channels.models import Chat
from okno.community import access as community
from okno.community.models import Helped as PostHelped
from okno.community.models import Vote
from okno.desk import access
from okno.desk.models import ApprovalQuestion, FilledForm, Message, Rating
from okno.feedback.models import Invitation, Refusal, Suggestion
from okno.knowledge.models import Helped
from okno.people.joining import family
from okno.people.models import Address, Consent, Person, PersonFact
from okno.privacy import access as erasures

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST: Final = 20_000  # rows of one kind in a file

Row = dict[str, Any]


def known(person: Person) -> dict[str, Any]:
    """Return it: oneself, what one has said and done at each door, and who has looked at it. `is_whole` is false past MOST."""
    people = [one.pk for one in family(person)]
    words = list(access.own_words(person)[: MOST + 1])
    return {
        **_oneself(person, people),
        **_requests(person, people),
        "messages": [_message(one) for one in words[:MOST]],
        **_community(person, people),
        **_opinions(people),
        "chats": _rows(
            Chat.objects.filter(visitor__person__in=people),
            "started_at",
            "ended_at",
            "email",
            "page",
            "context",
            request="ticket__number",
        ),
        "looked_at": _looks(person),
        "is_whole": len(words) <= MOST,
    }


def _oneself(person: Person, people: list[int]) -> Row:
    fields = ("name", "email", "language", "zone", "created_at")
    consents = Consent.objects.filter(person__in=people).select_related("text").order_by("pk")
    return {
        "person": {name: getattr(person, name) for name in fields}
        | {"organisation": person.organisation.name if person.organisation else None},
        "addresses": _rows(
            Address.objects.filter(person__in=people), "channel", "value", "verified_at", "created_at"
        ),
        "address_changes": [
            {"at": one.at, "what": one.get_kind_display(), "address": one.words, "by": _done_by(one, person)}
            for one in PersonFact.objects.filter(person__in=people).select_related("by").order_by("pk")[:MOST]
        ],
        "logins": _rows(
            UserSession.objects.filter(user__in=people), "created_at", "last_seen_at", "ip", "user_agent"
        ),
        "consents": [
            {"to": one.text.name, "version": one.text.number, "given": one.is_given, "at": one.at}
            for one in consents
        ],
    }


def _done_by(fact: PersonFact, person: Person) -> str:
    """Return who did it, as `_looks` tells it: the law leaves the operator's own people out."""
    return gettext("oneself") if fact.by_id == person.pk else fact.by.get_role_display()


def _requests(person: Person, people: list[int]) -> Row:
    forms = FilledForm.objects.filter(by__in=people).select_related("version", "ticket").order_by("pk")
    asked = ApprovalQuestion.objects.filter(person__in=people)
    return {
        "requests": _rows(
            access.own_tickets(person), "number", "subject", "state", "created_at", "resolved_at", "closed_at"
        ),
        "forms": [
            {
                "request": one.ticket.number,
                "at": one.at,
                "answers": [
                    {"to": label, "is": words} for label, words in lines(one.version.questions, one.answers)
                ],
            }
            for one in forms[:MOST]
        ],
        "approvals": _rows(
            asked, "state", "asked_at", "answered_at", "reason", request="step__approval__ticket__number"
        ),
    }


def _message(one: Message) -> Row:
    files = [file for file in one.attachments.all() if file.redacted_at is None]
    return {
        "request": one.ticket.number,
        "at": one.at,
        "from": str(one.author),
        "text": one.text,
        "files": [
            {
                "name": file.name,
                "bytes": file.file.size,
                "address": settings.PORTAL_URL + reverse("portal:file", args=[one.ticket.number, file.pk]),
            }
            for file in files
        ],
    }


def _community(person: Person, people: list[int]) -> Row:
    return {
        "posts": _rows(community.own_posts(person), "title", "text", "tags", "at"),
        "answers": _rows(community.own_answers(person), "text", "at", post="post__title"),
        "votes": _rows(
            Vote.objects.filter(person__in=people), "at", post="post__title", answer_to="answer__post__title"
        ),
    }


def _opinions(people: list[int]) -> Row:
    """Return ratings, what was said to questions of waves, wishes, and whether answers have helped.

    Those answers are told by their numbers: what they are called may not be for this reader any more.
    """
    said = ("is_yes", "asked", "at")
    return {
        "ratings": _rows(
            Rating.objects.filter(by__in=people),
            "stars",
            "words",
            "at",
            "changed_at",
            request="ticket__number",
        ),
        "recommendations": _rows(
            Invitation.objects.filter(person__in=people), "at", "answered_at", "score", "words"
        ),
        "refused_questions": _rows(Refusal.objects.filter(person__in=people), "at"),
        "suggestions": _rows(Suggestion.objects.filter(by__in=people), "words", "at"),
        "helped": [
            *_rows(Helped.objects.filter(person__in=people), *said, article="article_id"),
            *_rows(PostHelped.objects.filter(person__in=people), *said, post="post_id"),
        ],
    }


def _looks(person: Person) -> list[Row]:
    """Return when and as what, not by whom: the law leaves the operator's own people out (article 14, part 7, clause 4)."""
    return [
        {
            "at": one.at,
            "what": one.get_what_display(),
            "by": gettext("oneself") if one.reader_id == person.pk else one.reader.get_role_display(),
        }
        for one in erasures.looks_at(person)[:MOST]
    ]


def _rows(found: "QuerySet[Any]", *names: str, **called: str) -> list[Row]:
    """Return these columns of the oldest MOST rows; `called` gives a column of another table a name of its own."""
    rows = found.order_by("pk").values_list(*names, *called.values())[:MOST]
    return [dict(zip((*names, *called), row, strict=True)) for row in rows]
