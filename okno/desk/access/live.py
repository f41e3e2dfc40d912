"""What an open browser may hear."""

from collections.abc import Callable
from typing import Any

from okno.desk.models import Ticket
from okno.people.models import Person, Role, Team

_SHOWN = ("ticket", "queues", "quarantine", "presence", "bulk", "bell", "staff", "gaps", "draft_file")


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


def may_wait(person: Person) -> Callable[[dict[str, Any]], bool]:
    """Return what comes a moment later to somebody who works here: words in a chat, and their marks, that are another one's.

    A desk with many chats would else wake all browsers for each word; who has the chat hears at once.
    """

    def waits(nudge: dict[str, Any]) -> bool:
        return bool(nudge.get("said") or "letters" in nudge) and nudge.get("owner") != person.pk

    return waits


def shown(nudge: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a nudge that a browser may know: numbers only (SEC-18)."""
    return {name: nudge[name] for name in _SHOWN if name in nudge}


def shown_here(nudge: dict[str, Any]) -> dict[str, Any]:
    """Return the same for somebody who works here, who fetches less.

    By which fact, whether in a chat only words came, and up to which message its visitor has read.
    """
    known = shown(nudge) | {name: nudge[name] for name in ("fact", "letters", "read") if name in nudge}
    if nudge.get("said"):
        known["talk"] = known.pop("ticket")
    return known
