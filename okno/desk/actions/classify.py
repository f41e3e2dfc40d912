"""What a ticket is about and how much it hurts: each verb changes one thing and says from what to what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from okno.catalog import fields
from okno.catalog.models import Priority, Service
from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.said import both, own_words
from okno.core.text import one_line
from okno.desk import hands, recounting
from okno.desk.actions._ground import lock, not_merged, put_into_hands
from okno.desk.actions._terms import promise_anew
from okno.desk.journal import record, told_of
from okno.desk.models import Kind, Ticket
from okno.desk.refusals import EmptyText
from okno.people.models import Person

TAGS_AT_MOST = 20
FIELDS_AT_MOST = 50


class UnknownKind(BadInput):
    message = _("There is no such kind of ticket.")


class TooManyTags(BadInput):
    message = _("A ticket can have twenty tags at most.")


class TooManyFields(BadInput):
    message = _("A ticket can have fifty fields of its own at most.")


@transaction.atomic
def set_priority(ticket: Ticket, priority: Priority, *, by: Person, why: str = "") -> None:
    """Change the priority; all promises are summed anew from the facts, none is patched."""
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.priority_id == priority.pk:
        return
    now = clock.now()
    rows, names = [ticket.priority_id, priority.pk], _names(ticket.priority, priority)
    ticket.priority = priority
    hands.look_now(ticket, by=by, at=now)
    recounting.recount(ticket, now, by=by, told=lambda: told_of(ticket))
    record(
        "ticket.priority_set",
        ticket,
        by=by,
        at=now,
        why=why,
        rows=rows,
        promised=ticket.promised,
        **names,
    )


@transaction.atomic
def set_service(ticket: Ticket, service: Service | None, *, by: Person, why: str = "") -> None:
    """Change the service; a ticket that is still nobody's goes to the team of the service."""
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.service_id == (service and service.pk):
        return
    now = clock.now()
    rows, names = [ticket.service_id, service and service.pk], _names(ticket.service, service)
    ticket.service, agreed = service, {}
    if service and service.team and ticket.team is None and ticket.owner is None:
        agreed = put_into_hands(ticket, team=service.team, owner=None, by=by, at=now)
    record("ticket.service_set", ticket, by=by, at=now, why=why, rows=rows, **names, **agreed)
    promise_anew(ticket, by=by, at=now)
    if service and service.priority:
        fixed = own_words(gettext_noop("the service “%(name)s” fixes it"), name=service.name)
        set_priority(ticket, service.priority, by=by, why=both(fixed, why))


@transaction.atomic
def set_kind(ticket: Ticket, kind: str, *, by: Person, why: str = "") -> None:
    """Say whether it is an incident, a request, a question, a problem or an idea; empty for not yet known."""
    if kind and kind not in Kind.values:
        raise UnknownKind
    now = clock.now()
    if changed := _set(ticket, "kind", kind, "ticket.kind_set", by=by, at=now, why=why):
        promise_anew(changed, by=by, at=now)


@transaction.atomic
def set_subject(ticket: Ticket, subject: str, *, by: Person) -> None:
    """Give the ticket a subject that tells its matter."""
    subject = one_line(subject, 250)
    if not subject:
        raise EmptyText
    _set(ticket, "subject", subject, "ticket.subject_set", by=by, at=clock.now())


@transaction.atomic
def set_requester(ticket: Ticket, person: Person, *, by: Person) -> None:
    """Say on whose behalf the ticket stands; the organisation follows."""
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.requester_id == person.pk:
        return
    before, rows = str(ticket.requester), [ticket.organisation_id, person.organisation_id]
    ticket.requester, ticket.organisation_id = person, person.organisation_id
    now = clock.now()
    record("ticket.requester_set", ticket, by=by, at=now, before=before, after=str(person), rows=rows)
    promise_anew(ticket, by=by, at=now)


@transaction.atomic
def set_tags(ticket: Ticket, tags: Sequence[str], *, by: Person, why: str = "") -> None:
    """Replace the tags; they are small letters in one order, so equal sets are equal."""
    clean = clean_tags(tags)
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.tags == clean:
        return
    before, ticket.tags = ticket.tags, clean
    was, now = ", ".join(before), ", ".join(clean)
    record("ticket.tags_set", ticket, by=by, at=clock.now(), why=why, before=was, after=now)


@transaction.atomic
def set_field(ticket: Ticket, field: str, value: str, *, by: Person) -> None:
    """Set a custom field; an empty value removes it. One that is defined takes what fits it; raises BadInput."""
    field, value = one_line(field, 60), one_line(value, 1000)
    if not field:
        raise EmptyText
    known = fields.called(field)
    field = known.name if known else field
    ticket = lock(ticket)
    not_merged(ticket)
    before = ticket.fields.get(field, "")
    if known and value != before:
        value = fields.fitting(known, value)
    if before == value:
        return
    kept = {**ticket.fields, field: value}
    if not value:
        del kept[field]
    if len(kept) > FIELDS_AT_MOST:
        raise TooManyFields
    ticket.fields = kept
    record("ticket.field_set", ticket, by=by, at=clock.now(), field=field, before=before, after=value)


def _set(
    ticket: Ticket, name: str, value: Any, kind: str, *, by: Person, at: datetime, why: str = ""
) -> Ticket | None:
    """Set one column; returns the ticket where that changed it."""
    ticket = lock(ticket)
    not_merged(ticket)
    before = getattr(ticket, name)
    if before == value:
        return None
    setattr(ticket, name, value)
    record(kind, ticket, by=by, at=at, why=why, before=before, after=value)
    return ticket


def clean_tags(tags: Sequence[str]) -> list[str]:
    """Return the tags as they are kept, without empty and repeated ones; raises TooManyTags."""
    clean = sorted({one_line(tag, 50).casefold() for tag in tags} - {""})
    if len(clean) > TAGS_AT_MOST:
        raise TooManyTags(field="tags")
    return clean


def _names(before: Priority | Service | None, after: Priority | Service | None) -> dict[str, Any]:
    """Return what a fact keeps of what was and what is: both names of each, for a reader of either language."""
    names: dict[str, Any] = {}
    for side, row in (("before", before), ("after", after)):
        names[side] = row.name if row else ""
        names[f"{side}_en"] = row.name_en if row else ""
    return names
