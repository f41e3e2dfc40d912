"""The only way for a face to get an object: every right of the desk is checked here and nowhere else.

What a person may not see looks exactly like what does not exist (404); what may be seen but not done is 403.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from okno.core import clock
from okno.core.refusals import NotAllowed, NotFound
from okno.desk.kinds import KINDS, Audience
from okno.desk.models import (
    Attachment,
    Blank,
    BulkRun,
    Draft,
    Fact,
    Message,
    MessageKind,
    Presence,
    SavedView,
    Ticket,
)
from okno.desk.models.presence import STAYS
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import STAFF, Person, PersonMerge, Role, Team
from okno.people.models.person import PersonQuerySet

# What the customer's side may do with a ticket that it may see; everything else is for those who work here.
CUSTOMER_VERBS = frozenset({"read", "write", "confirm", "reopen"})
STAFF_VERBS = frozenset(
    {
        "read",
        "reply",
        "note",
        "work",
        "merge",
        "redact",
        "confirm",
        "reopen",
        "close",
        "participants",
        "quarantine",
    }
)


_AROUND = ("requester", "organisation", "owner", "team", "service", "priority", "merged_into")


def tickets_for(person: Person) -> TicketQuerySet:
    """Return the tickets that the person may know of."""
    tickets: TicketQuerySet = Ticket.objects.all()
    if not person.is_active or person.is_robot:
        return tickets.none()
    if person.is_administrator:
        return tickets
    if person.is_staff_member:
        return tickets.exclude(_closed_to(person))
    mine = Q(requester=person) | Q(
        pk__in=Ticket.objects.filter(participants__person=person, participants__removed_at=None).values("pk")
    )
    if person.role == Role.MANAGER and person.organisation_id:
        mine |= Q(organisation=person.organisation_id)
    return tickets.filter(mine)


def ticket_for(person: Person, number: int | str, *, to: str = "read") -> Ticket:
    """Return the ticket for this purpose, with all that belongs to it when it is to be read; raises NotFound or NotAllowed."""
    tickets = tickets_for(person)
    if to == "read":
        tickets = tickets.select_related(*_AROUND)
    try:
        ticket = tickets.get(number=int(number))
    except (Ticket.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None
    verbs = STAFF_VERBS if person.is_staff_member else CUSTOMER_VERBS
    if to not in verbs:
        raise NotAllowed
    return ticket


def may_rate(person: Person, ticket: Ticket) -> bool:
    """True for the one who says how well the help was: the requester."""
    return ticket.requester_id == person.pk


def messages_for(person: Person, ticket: Ticket) -> QuerySet[Message]:
    """Return the messages of the ticket that the person may read: customers see no note and no undone reply (SEC-34).

    A participant reads what was said since being added (SEC-24); the requester and the manager read all.
    """
    messages = (
        Message.objects.filter(ticket=ticket).select_related("author").prefetch_related("attachments__file")
    )
    if person.is_staff_member:
        return messages
    messages = messages.exclude(kind=MessageKind.NOTE).filter(undone_at=None)
    if _reads_all(person, ticket):
        return messages
    added = (
        ticket.participants.filter(person=person, removed_at=None).values_list("added_at", flat=True).first()
    )
    if added is None:
        return messages.none()
    return messages.filter(Q(at__gte=added) | Q(author=person))


def message_for(person: Person, pk: int, *, to: str = "read") -> Message:
    """Return one message for this purpose; raises NotFound or NotAllowed."""
    try:
        message = Message.objects.select_related("ticket").get(pk=pk)
    except (Message.DoesNotExist, OverflowError):
        raise NotFound from None
    ticket = ticket_for(person, message.ticket.number, to=to)
    found = messages_for(person, ticket).filter(pk=pk).first()
    if found is None:
        raise NotFound
    found.ticket = ticket
    return found


def attachment_for(person: Person, pk: int) -> Attachment:
    """Return a file of a readable message, or of one's own draft; anybody else's does not exist (SEC-11, SEC-13)."""
    try:
        attachment = Attachment.objects.select_related("message__ticket", "draft", "file").get(
            pk=pk, redacted_at=None
        )
    except (Attachment.DoesNotExist, OverflowError):
        raise NotFound from None
    if attachment.message is not None:
        message_for(person, attachment.message.pk)
    elif attachment.draft is None or attachment.draft.person_id != person.pk:
        raise NotFound
    return attachment


def people_for(reader: Person) -> PersonQuerySet:
    """Return the people of whom the colleague may know; who is known from closed teams alone is not among them (SEC-14)."""
    require_staff(reader)
    people = Person.objects.get_queryset().select_related("organisation", "merged_into")
    if reader.is_administrator:
        return people
    hidden = Ticket.objects.filter(_closed_to(reader))
    colleagues = Q(role__in=STAFF, is_active=True) | Q(role=Role.ROBOT)
    return people.filter(colleagues | ~_known_from(hidden) | _known_from(tickets_for(reader)))


def person_for(reader: Person, pk: int, *, to: str = "read") -> Person:
    """Return a person for this purpose, "read" or "merge"; raises NotFound or NotAllowed."""
    found = people_for(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound
    if to != "read":
        require_lead(reader)
    return found


def person_merges_for(reader: Person) -> QuerySet[PersonMerge]:
    """Return the merges of people, undone ones too, of which the colleague may know both sides."""
    known = people_for(reader).values("pk")
    merges = PersonMerge.objects.filter(source__in=known, target__in=known)
    return merges.select_related("source", "target", "by").order_by("-pk")


def person_merge_for(reader: Person, pk: int) -> PersonMerge:
    """Return a merge of people for its undo; raises NotFound or NotAllowed."""
    found = person_merges_for(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound
    require_lead(reader)
    return found


def drafts_for(person: Person, ticket: Ticket) -> QuerySet[Draft]:
    """Return the person's own drafts in the ticket."""
    return Draft.objects.filter(ticket=ticket, person=person).prefetch_related("attachments__file")


def others_at(person: Person, ticket: Ticket) -> QuerySet[Presence]:
    """Return the colleagues who have the ticket before their eyes now, those who write first."""
    since = clock.now() - STAYS
    present = Presence.objects.filter(ticket=ticket, seen_at__gte=since).exclude(person=person)
    return present.select_related("person").order_by("-writes", "person__name")


def facts_for(person: Person, ticket: Ticket) -> QuerySet[Fact]:
    """Return the facts of the ticket that the person may read."""
    facts = Fact.objects.filter(ticket=ticket).select_related("by")
    if person.is_staff_member:
        return facts
    facts = facts.filter(
        kind__in=[name for name, kind in KINDS.items() if kind.audience is Audience.EVERYBODY]
    )
    if _reads_all(person, ticket):
        return facts
    return facts.filter(at__gte=_added_at(person, ticket) or ticket.changed_at)


def called_in(text: str) -> list[Person]:
    """Return the colleagues whom a note calls: «@Вера Соколова», or «@Вера» where one colleague alone has this first name."""
    if "@" not in text:
        return []
    said, colleagues = text.casefold(), list(Person.objects.staff().exclude(name=""))
    firsts = Counter(person.name.split()[0].casefold() for person in colleagues)
    return [
        person
        for person in colleagues
        if f"@{person.name.casefold()}" in said
        or (
            firsts[first := person.name.split()[0].casefold()] == 1
            and re.search(rf"@{re.escape(first)}(?!\w)", said)
        )
    ]


def blanks_for(person: Person) -> QuerySet[Blank]:
    """Return the blanks that the colleague may put into a reply: the own ones, those of the own teams, everybody's."""
    require_staff(person)
    theirs = Q(owner=person) | Q(team__memberships__person=person) | Q(owner=None, team=None)
    return (
        Blank.objects.filter(theirs, is_active=True).select_related("team").distinct().order_by("name", "pk")
    )


def blanks_changed_by(person: Person) -> QuerySet[Blank]:
    """Return the blanks that one may change: the own ones; a lead those of the own teams, an administrator all shared."""
    require_staff(person)
    theirs = Q(owner=person)
    if person.is_administrator:
        theirs |= Q(owner=None)
    elif person.is_lead:
        theirs |= Q(team__in=Team.objects.filter(memberships__person=person))
    return Blank.objects.filter(theirs)


def may_keep_blank(person: Person, *, owner: int | None, team: int | None) -> bool:
    """Tell whether the person may have a blank of this owner and team saved: nobody writes in another one's name."""
    if owner is not None or not person.is_lead:
        return owner == person.pk and team is None
    return (
        person.is_administrator
        or Team.objects.filter(memberships__person=person, pk__in=[team or 0]).exists()
    )


def views_for(person: Person) -> QuerySet[SavedView]:
    """Return the views that stand at the left side of the colleague: the own ones, and those of the own teams."""
    require_staff(person)
    theirs = Q(owner=person, team=None) | Q(team__in=Team.objects.filter(memberships__person=person))
    return SavedView.objects.filter(theirs).select_related("team")


def view_for(person: Person, pk: int, *, to: str = "read") -> SavedView:
    """Return a view for this purpose, "read" or "change"; a team's is changed by a lead of the team alone."""
    try:
        view = views_for(person).get(pk=pk)
    except (SavedView.DoesNotExist, OverflowError):
        raise NotFound from None
    if (
        to != "read"
        and view.team_id is not None
        and not teams_led_by(person).filter(pk=view.team_id).exists()
    ):
        raise NotAllowed
    return view


def teams_led_by(person: Person) -> QuerySet[Team]:
    """Return the teams for which the colleague may decide: a lead's own ones."""
    own = Team.objects.filter(memberships__person=person, is_active=True)
    return own if person.is_lead else own.none()


def bulk_run_for(person: Person, pk: int) -> BulkRun:
    """Return a run of one's own; anybody else's does not exist."""
    require_staff(person)
    try:
        return BulkRun.objects.get(by=person, pk=pk)
    except (BulkRun.DoesNotExist, OverflowError):
        raise NotFound from None


def require_staff(person: Person | AnonymousUser) -> Person:
    """Return the colleague; everybody else is refused as if the page did not exist."""
    if not isinstance(person, Person) or not person.is_staff_member:
        raise NotFound
    return person


def require_lead(person: Person | AnonymousUser) -> Person:
    """Return the lead or administrator; other colleagues are told that they may not."""
    colleague = require_staff(person)
    if not colleague.is_lead:
        raise NotAllowed
    return colleague


def require_administrator(person: Person | AnonymousUser) -> Person:
    """Return the administrator; other colleagues are told that they may not."""
    colleague = require_staff(person)
    if not colleague.is_administrator:
        raise NotAllowed
    return colleague


def hears(person: Person) -> Callable[[dict[str, Any]], bool]:
    """Return the filter of live nudges for a person, from what may be known without a look into the database (SEC-14)."""
    closed = set(
        Team.objects.filter(is_closed=True).exclude(memberships__person=person).values_list("pk", flat=True)
    )
    taking_part = set(
        Ticket.objects.filter(participants__person=person, participants__removed_at=None).values_list(
            "number", flat=True
        )
    )

    def staff(nudge: dict[str, Any]) -> bool:
        if "to" in nudge:
            return bool(nudge["to"] == person.pk)
        return person.is_administrator or nudge.get("team") not in closed

    def customer(nudge: dict[str, Any]) -> bool:
        return bool(nudge.get("public")) and (
            nudge.get("requester") == person.pk
            or nudge.get("ticket") in taking_part
            or (
                person.role == Role.MANAGER
                and nudge.get("organisation") == person.organisation_id is not None
            )
        )

    return staff if person.is_staff_member else customer


def shown(nudge: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a nudge that a browser may know: numbers only (SEC-18)."""
    return {
        name: nudge[name] for name in ("ticket", "queues", "quarantine", "presence", "bulk") if name in nudge
    }


def _closed_to(person: Person) -> Q:
    """The tickets of closed teams in which the colleague does not work."""
    if person.closed_teams is not None:
        return Q(team__in=person.closed_teams)
    return Q(team__is_closed=True) & ~Q(team__in=Team.objects.filter(memberships__person=person))


def _known_from(tickets: TicketQuerySet) -> Q:
    """The people who ask, take part or have written in these tickets, or were merged into somebody who does."""

    def by(road: str) -> Q:
        same = Q(**{road: OuterRef("pk")}) | Q(**{road: OuterRef("merged_into")})
        return Q(Exists(tickets.filter(same)))

    return by("requester") | by("participants__person") | by("messages__author")


def _added_at(person: Person, ticket: Ticket) -> datetime | None:
    return (
        ticket.participants.filter(person=person, removed_at=None).values_list("added_at", flat=True).first()
    )


def _reads_all(person: Person, ticket: Ticket) -> bool:
    if ticket.requester_id == person.pk:
        return True
    return (
        person.role == Role.MANAGER
        and person.organisation_id is not None
        and ticket.organisation_id == person.organisation_id
    )
