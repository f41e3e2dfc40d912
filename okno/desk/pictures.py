"""How a ticket stands, as plain values of all that a deed may change: what an undo puts back. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from okno.desk.models import Ticket

Picture = Mapping[str, Any]

COURSE: Final = ("state", "waiting_for", "until", "resolved", "closed")  # what has become of it: one thing
HANDS: Final = ("owner", "team")


def picture(ticket: Ticket) -> dict[str, Any]:
    """Return all that a deed may change."""
    return {
        "state": ticket.state,
        "waiting_for": ticket.waiting_for,
        "until": _iso(ticket.waiting_until),
        "resolved": _iso(ticket.resolved_at),
        "closed": _iso(ticket.closed_at),
        "owner": ticket.owner_id,
        "team": ticket.team_id,
        "priority": ticket.priority_id,
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "service": ticket.service_id,
        "kind": ticket.kind,
        "tags": ticket.tags,
    }


def changed(before: Picture, after: Picture) -> dict[str, list[Any]]:
    """Return name → how it was, how it is now, for what differs: small enough to be kept with each answer."""
    return {name: [value, after[name]] for name, value in before.items() if value != after[name]}


def untouched(ticket: Ticket, changes: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Return how those were that nobody has touched since the change; the course and the hands count as one thing each."""
    now = picture(ticket)
    touched = {name for name, (_before, after) in changes.items() if now[name] != after}
    for whole in (COURSE, HANDS):
        if touched.intersection(whole):
            touched.update(whole)
    return {name: before for name, (before, _after) in changes.items() if name not in touched}


def moment(value: str | None) -> datetime | None:
    """Return a moment that a picture keeps."""
    return datetime.fromisoformat(value) if value else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
