"""What a ticket was at each moment of its life, as far as policies ask: its facts and assignments tell it. Pure.

Facts name services and priorities as they were called then, later ones their ids, too. What was renamed since and is known by
no id counts as it is now; so do support level and region, which are those of the organisation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from okno.desk.models import Ticket
from okno.desk.replay import Moving

PARTS: Final = {
    "ticket.service_set": "service_id",
    "ticket.priority_set": "priority_id",
    "ticket.kind_set": "kind",
    "ticket.requester_set": "organisation_id",
}
"""What each of these facts has changed."""
Named = Mapping[str, Mapping[str, int]]  # part → the ids of its rows by their names
Hands = Sequence[tuple[datetime, int | None]]  # from when on the ticket was with which team, in order


@dataclass(slots=True)
class Formerly:
    """A ticket at one moment; the facts are followed one by one, from its opening on."""

    organisation_id: int | None
    service_id: int | None
    team_id: int | None
    priority_id: int
    kind: str
    door: str
    request_type_id: int | None = None

    def follow(self, fact: Moving, hands: Hands, names: Named) -> bool:
        """Become what the ticket was after this fact; False where the fact has changed nothing that policies ask for."""
        was = (self.organisation_id, self.service_id, self.team_id, self.priority_id, self.kind)
        if part := PARTS.get(fact.kind):
            setattr(self, part, _told(fact, 1, names, getattr(self, part)))
        if hands:
            self.team_id = next((team for since, team in reversed(hands) if since <= fact.at), None)
        return was != (self.organisation_id, self.service_id, self.team_id, self.priority_id, self.kind)


def opened(ticket: Ticket, facts: Sequence[Moving], hands: Hands, names: Named) -> Formerly:
    """Return the ticket as it was opened: what was changed first tells what it was before."""
    found = {part: getattr(ticket, part) for part in PARTS.values()}
    for fact in reversed(facts):
        if part := PARTS.get(fact.kind):
            found[part] = _told(fact, 0, names, found[part])
    team = hands[0][1] if hands and hands[0][0] <= ticket.created_at else None if hands else ticket.team_id
    return Formerly(**found, team_id=team, door=ticket.door, request_type_id=ticket.request_type_id)


def _told(fact: Moving, side: int, names: Named, otherwise: Any) -> Any:
    """Return what the fact says that it was before (0) or after (1)."""
    part, data = PARTS[fact.kind], fact.data
    if rows := data.get("rows"):
        return rows[side]
    value = data.get(("before", "after")[side]) or ""
    if part == "kind":
        return value
    return names.get(part, {}).get(value, None if part == "service_id" and not value else otherwise)
