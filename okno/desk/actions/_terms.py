"""What the verbs share about promises: other properties of a ticket may mean other promises."""

from datetime import datetime
from typing import Any

from okno.contracts.book import book
from okno.desk import recounting
from okno.desk.agreed import Terms
from okno.desk.journal import record, told_of
from okno.desk.models import Ticket
from okno.people.models import Person


def promise_anew(ticket: Ticket, *, by: Person, at: datetime, why: str = "") -> bool:
    """Promise what holds for the ticket as it is now, at the end of a verb that changed it; a fact of its own tells it."""
    before, due = ticket.promised, ticket.next_due_at
    known = book()
    if not known.rules and not known.deals and before.keys().isdisjoint(("policy", "ola")):
        return False  # as the priority promises; only another priority could change it
    if not recounting.recount(ticket, at, by=by, told=lambda: told_of(ticket)):
        return False
    record("ticket.promised_anew", ticket, by=by, at=at, why=why, **told(ticket, before, due))
    return True


def told(ticket: Ticket, before: Terms, due: datetime | None) -> dict[str, Any]:
    """Return what the fact keeps: by what is promised now, by what it was before, and the nearest deadline then and now."""
    return {
        "promised": ticket.promised,
        "before": called(before, ticket),
        "after": called(ticket.promised, ticket),
        "due_before": _iso(due),
        "due_after": _iso(ticket.next_due_at),
    }


def called(terms: Terms, ticket: Ticket) -> str:
    """Return the name of what promises: the policy, or the priority."""
    return str((terms.get("policy") or {}).get("name") or ticket.priority.name)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""
