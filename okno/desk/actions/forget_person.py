"""The words of somebody whom the desk forgets leave the tickets; who did what and when, and every clock, stays as it was."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from okno.core import clock
from okno.desk import journal
from okno.desk.actions._ground import LAST_WORDS, lock
from okno.desk.actions.index import index
from okno.desk.models import (
    Approval,
    ApprovalQuestion,
    Assignment,
    Attachment,
    Blank,
    BulkItem,
    BulkRun,
    Draft,
    Fact,
    FilledForm,
    Mention,
    Message,
    MessageKind,
    Participant,
    Presence,
    Rating,
    Revision,
    SavedView,
    Ticket,
    Watch,
)
from okno.people.forgetting import BLACK, Gone
from okno.people.models import Person

ERASED = "person.erased"
# What facts tell in words of people; all else in them is ids, codes and moments, of which the sums are made.
TOLD = frozenset(["before", "after", "name", "names", "address", "reason", "words", "note", "tried", "file", "why"])  # fmt: skip
OWN = frozenset(["reason", "words", "note", "file", "tried"])  # said by whoever is forgotten himself
WISHED = ("ticket.suggestion", "ticket.rated")  # words of the requester, whoever wrote them down
NAMED = ("ticket.subject_set", "ticket.field_set")  # what the ticket was called, and what its form held


def tickets_of(gone: Gone) -> list[int]:
    """Return the tickets in which the person asks, takes part, has written, done anything or had the ticket in hands."""
    people = gone.people
    roads: tuple[QuerySet[Any], ...] = (
        Ticket.objects.filter(requester__in=people).values_list("pk", flat=True),
        Message.objects.filter(author__in=people).values_list("ticket", flat=True),
        Participant.objects.filter(person__in=people).values_list("ticket", flat=True),
        ApprovalQuestion.objects.filter(person__in=people).values_list("step__approval__ticket", flat=True),
        Assignment.objects.filter(owner__in=people).values_list("ticket", flat=True),
        Fact.objects.filter(by__in=people, ticket__isnull=False).values_list("ticket", flat=True),
    )
    return sorted({pk for road in roads for pk in road.distinct()})


def left_of(tickets: Iterable[int], gone: Gone) -> list[int]:
    """Return those of the tickets that were not gone through yet, or in which words have appeared since."""
    asked = list(tickets)
    done = set(
        Fact.objects.filter(ticket__in=asked, kind=ERASED, data__person=gone.person).values_list(
            "ticket", flat=True
        )
    )
    late = set(_words(gone).filter(ticket__in=asked).exclude(text=BLACK).values_list("ticket", flat=True))
    return [pk for pk in asked if pk not in done or pk in late]


@transaction.atomic
def forget_in_ticket(pk: int, gone: Gone, *, by: Person) -> None:
    """Take the person's words, files and names out of one ticket; words of others stay. A second call finds nothing."""
    ticket = lock(Ticket(pk=pk))
    own = ticket.requester_id in gone.people or _was_opened_by(ticket, gone)
    at = clock.now()
    _forget_words(ticket, gone)
    if own:
        ticket.subject, ticket.fields = "", {}
        Message.objects.filter(ticket=ticket).exclude(subject="").update(subject="")
    FilledForm.objects.filter(
        Q(ticket__requester__in=gone.people) | Q(by__in=gone.people), ticket=ticket
    ).update(answers={})
    ticket.tags = gone.clean(ticket.tags)
    ticket.last_words = _last_words(ticket)
    ticket.save(update_fields=["subject", "fields", "tags", "last_words"])
    Participant.objects.filter(ticket=ticket, person__in=gone.people, removed_at=None).update(removed_at=at)
    Rating.objects.filter(ticket=ticket, by__in=gone.people).exclude(words="").update(words="")
    _forget_approvals(ticket, gone)
    _forget_facts(ticket, gone, own=own)
    for item in BulkItem.objects.filter(ticket=ticket):
        if (before := gone.clean(item.before)) != item.before:
            BulkItem.objects.filter(pk=item.pk).update(before=before)
    if not Fact.objects.filter(ticket=ticket, kind=ERASED, data__person=gone.person).exists():
        journal.record(ERASED, ticket, by=by, at=at, is_saved=True, is_seen=False, person=gone.person)
    index([pk])


@transaction.atomic
def forget_around(gone: Gone) -> None:
    """Throw away what belongs to the person alone, and the name in what colleagues look for and have done to many tickets."""
    people = gone.people
    for mine in (Draft, Presence, Watch, Mention):
        mine.objects.filter(person__in=people).delete()
    SavedView.objects.filter(owner__in=people, team=None).delete()
    Blank.objects.filter(owner__in=people).delete()
    for model, name in ((SavedView, "query"), (BulkRun, "value")):
        for row in model.objects.exclude(**{name: ""}):
            if (words := gone.black(getattr(row, name))) != getattr(row, name):
                model.objects.filter(pk=row.pk).update(**{name: words})


def _words(gone: Gone) -> QuerySet[Message]:
    """Return what the person said as a customer; an answer that a former colleague gave is the desk's."""
    return Message.objects.filter(author__in=gone.people, kind=MessageKind.HEARD)


def _was_opened_by(ticket: Ticket, gone: Gone) -> bool:
    first = Message.objects.filter(ticket=ticket).order_by("at", "id").first()
    return first is not None and first.kind == MessageKind.HEARD and first.author_id in gone.people


def _forget_words(ticket: Ticket, gone: Gone) -> None:
    mine = _words(gone).filter(ticket=ticket)
    Attachment.objects.filter(message__in=mine).delete()
    Revision.objects.filter(message__in=mine).delete()
    mine.update(
        text=BLACK,
        full_text="",
        html="",
        subject="",
        has_remote_images=False,
        doubts=[],
        rfc_message_id="",
        key="",
        redacted_at=Coalesce("redacted_at", clock.now()),
    )


def _last_words(ticket: Ticket) -> str:
    if not ticket.last_words or ticket.last_message_at is None:
        return ""
    last = (
        Message.objects.filter(ticket=ticket, at=ticket.last_message_at, undone_at=None)
        .order_by("-id")
        .first()
    )
    return " ".join(last.text.split())[:LAST_WORDS] if last else ""


def _forget_approvals(ticket: Ticket, gone: Gone) -> None:
    asked = ApprovalQuestion.objects.filter(step__approval__ticket=ticket, person__in=gone.people)
    asked.exclude(reason="").update(reason="")
    for one in Approval.objects.filter(ticket=ticket).exclude(what=""):
        if (what := gone.black(one.what)) != one.what:
            Approval.objects.filter(pk=one.pk).update(what=what)


def _forget_facts(ticket: Ticket, gone: Gone, *, own: bool) -> None:
    changed = []
    for fact in Fact.objects.filter(ticket=ticket).select_related("message"):
        data, why = _forgotten(fact, gone, own=own)
        if (data, why) != (fact.data, fact.why):
            fact.data, fact.why = data, why
            changed.append(fact)
    journal.erase(changed)


def _forgotten(fact: Fact, gone: Gone, *, own: bool) -> tuple[dict[str, Any], str]:
    """Return what a fact may still tell: its codes and numbers, and no word of or about the person."""
    mine = fact.by_id in gone.people
    of_mine = fact.message is not None and fact.message.author_id in gone.people
    hidden = set(OWN) if mine or of_mine else set()
    if own and fact.kind in NAMED:
        hidden |= {"before", "after"}
    data = {
        name: (_blacked(value) if name in hidden else gone.clean(value)) if name in TOLD else value
        for name, value in fact.data.items()
    }
    if (mine and not isinstance(fact.data.get("why"), dict)) or (own and fact.kind in WISHED):
        return data, ""
    return data, gone.black(fact.why)


def _blacked(value: Any) -> Any:
    """Return black instead of words; numbers and what is empty stay."""
    if isinstance(value, list):
        return [_blacked(one) for one in value]
    return BLACK if isinstance(value, str) and value else value
