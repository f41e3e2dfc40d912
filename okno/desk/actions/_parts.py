"""Runs over many tickets in parts: each part is claimed by one worker, and all workers that are free take part."""

from itertools import pairwise
from typing import Final, TypeVar

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from okno.desk.models import Ticket
from okno.desk.models.part import Part
from okno.desk.models.ticket import TicketQuerySet

AT_ONCE: Final = 250
"""So many tickets are held in one transaction; a verb that needs one of them waits no longer than that."""

P = TypeVar("P", bound=Part)


def split(tickets: TicketQuerySet) -> list[tuple[int, int | None]]:
    """Return the stretches of all ids, each with so many of these tickets as one transaction holds; the last has no end."""
    place = Window(RowNumber(), order_by=F("pk").asc())
    first = tickets.order_by("pk").annotate(rest=Mod(place, AT_ONCE)).filter(rest=0)
    ends = list(first.values_list("pk", flat=True))
    return list(pairwise([0, *ends, None]))  # type: ignore[list-item]


def claim(parts: QuerySet[P]) -> P | None:
    """Return the next part that no other worker has, held until this transaction ends."""
    return parts.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()


def look(part: Part, tickets: TicketQuerySet) -> list[Ticket]:
    """Return the tickets of the part and let it be gone; where more have come, the rest is left to the next turn."""
    found = list(part.of(tickets)[: AT_ONCE + 1])
    if len(found) <= AT_ONCE:
        part.delete()
    else:
        part.after = found[AT_ONCE - 1].pk
        part.save(update_fields=["after"])
    return found[:AT_ONCE]
