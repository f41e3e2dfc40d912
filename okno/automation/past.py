"""Past tickets as they were when they were opened: what was changed since is taken back from the facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from okno.automation.reading import Spoken, see
from okno.automation.seen import Seen
from okno.catalog.models import Priority, Service
from okno.core.grouping import grouped
from okno.desk.models import Assignment, Fact, Kind, Message, MessageKind, Ticket

FIRST_CHANGES = {
    "ticket.service_set": "service",
    "ticket.kind_set": "kind",
    "ticket.priority_set": "priority",
    "ticket.tags_set": "tags",
}
# Every ticket is opened like this; whoever knows more says it afterwards, and a fact tells it.
AS_OPENED = {"impact": "", "urgency": "", "state": "new", "waiting": ""}
NOBODYS = {"team": 0, "owner": 0}


def opened(tickets: Sequence[Ticket], asked: frozenset[str]) -> list[Seen]:
    """Return the tickets as the rules would have seen them at their opening."""
    first = {
        one.ticket_id: one
        for one in Message.objects.filter(ticket__in=tickets, kind=MessageKind.HEARD)
        .select_related("author")
        .order_by("ticket_id", "at", "pk")
        .distinct("ticket_id")
    }
    seen = see([Spoken(ticket, first.get(ticket.pk)) for ticket in tickets], asked)
    changes, hands, names = _first_changes(tickets), _first_hands(tickets), _rows_by_name()
    return [
        one.now(**AS_OPENED, **hands.get(ticket.pk, NOBODYS), **_before(changes.get(ticket.pk, {}), names))
        for ticket, one in zip(tickets, seen, strict=True)
    ]


def now(ticket: Ticket) -> dict[str, int | str]:
    """Return where the ticket is today, part by part."""
    return {
        "service": ticket.service_id or 0,
        "kind": ticket.kind,
        "priority": ticket.priority_id,
        "team": ticket.team_id or 0,
        "owner": ticket.owner_id or 0,
        "tags": ", ".join(ticket.tags),
    }


def _first_changes(tickets: Sequence[Ticket]) -> dict[int, dict[str, str]]:
    """Return for each ticket what its first change of each part changed it from."""
    facts = Fact.objects.filter(ticket__in=tickets, kind__in=FIRST_CHANGES).order_by("-id")
    rows = facts.values_list("ticket_id", "kind", "data")
    return {
        ticket: {FIRST_CHANGES[kind]: str(data.get("before") or "") for _ticket, kind, data in several}
        for ticket, several in grouped(rows, lambda row: row[0]).items()
    }


def _first_hands(tickets: Sequence[Ticket]) -> dict[int, dict[str, int]]:
    """Return the hands in which tickets were opened: a later assignment is somebody's deed."""
    opening = {ticket.pk: ticket.created_at for ticket in tickets}
    rows = Assignment.objects.filter(ticket__in=tickets).order_by("pk")
    told = rows.values_list("ticket_id", "team_id", "owner_id", "started_at")
    return {
        ticket: {"team": team or 0, "owner": owner or 0}
        for ticket, team, owner, at in told
        if at == opening[ticket]
    }


def _rows_by_name() -> Mapping[str, Mapping[str, int]]:
    tables: dict[str, Any] = {"service": Service, "priority": Priority}
    return {name: {row.name: row.pk for row in table.objects.all()} for name, table in tables.items()}


def _before(changes: Mapping[str, str], names: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part, was in changes.items():
        if part == "tags":
            told["tags"] = frozenset(filter(None, was.split(", ")))
        elif part == "kind":
            told["kind"] = was if was in Kind.values else ""
        elif was in names[part] or not was:
            told[part] = names[part].get(was, 0)
    return told
