"""The queues: which tickets each holds for whom, and in which order one works through it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person

Scope = Callable[[TicketQuerySet, Person], TicketQuerySet]
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # a ticket without a running clock stands behind all others


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its place in the address, its name, and what to say when it is empty."""

    slug: str
    name: str | Promise
    icon: str
    scope: Scope
    empty: str | Promise
    by_due: bool = False


QUEUES = (
    Queue("mine", _("Mine"), "mine", lambda tickets, person: tickets.owned_by(person),
          _("You have no open tickets. Take an unassigned one."), by_due=True),
    Queue("unassigned", _("Unassigned"), "unassigned", lambda tickets, _person: tickets.unassigned(),
          _("Every ticket has an owner. New ones will appear by themselves."), by_due=True),
    Queue("team", _("My team"), "team", lambda tickets, person: tickets.of_teams_of(person),
          _("Your teams have no open tickets."), by_due=True),
    Queue("waiting", _("Waiting"), "waiting", lambda tickets, _person: tickets.waiting(),
          _("Nothing is on hold.")),
    Queue("resolved", _("Resolved"), "resolved", lambda tickets, _person: tickets.resolved(),
          _("No solution is waiting for confirmation.")),
    Queue("open", _("All open"), "inbox", lambda tickets, _person: tickets.live(),
          _("No open tickets. Enjoy the silence.")),
    Queue("closed", _("Closed"), "archive", lambda tickets, _person: tickets.closed(),
          _("No ticket has been closed yet.")),
)  # fmt: skip
BY_SLUG = {queue.slug: queue for queue in QUEUES}
COUNTED = tuple(queue for queue in QUEUES if queue.slug != "closed")


def queue_for(slug: str) -> Queue:
    """Return the queue of this name; raises NotFound."""
    if slug not in BY_SLUG:
        raise NotFound
    return BY_SLUG[slug]


def tickets_in(queue: Queue, person: Person) -> TicketQuerySet:
    """Return what the queue holds for the person, within what the person may know of."""
    return queue.scope(access.tickets_for(person), person)


def in_order(queue: Queue, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Sort: the nearest promise first where one works, the latest change first where one looks."""
    if queue.by_due:
        return tickets.annotate(due_key=Coalesce("next_due_at", NEVER)).order_by("due_key", "-pk")
    return tickets.order_by("-changed_at", "-pk")


def after(queue: Queue, tickets: QuerySet[Ticket], moment: datetime, pk: int) -> QuerySet[Ticket]:
    """Keep what stands behind a place in the order (keyset, never an offset)."""
    if queue.by_due:
        return tickets.filter(Q(due_key__gt=moment) | Q(due_key=moment, pk__lt=pk))
    return tickets.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=pk))


def place(queue: Queue, ticket: Any) -> tuple[datetime, int]:
    """Return the place of a row in the order of its queue."""
    return (ticket.due_key if queue.by_due else ticket.changed_at), ticket.pk


def found(person: Person, words: str) -> QuerySet[Ticket]:
    """Return open tickets with these words in the subject, the name or the address of the requester."""
    match = (
        Q(subject__icontains=words)
        | Q(requester__name__icontains=words)
        | Q(requester__email__icontains=words)
    )
    return access.tickets_for(person).live().filter(match).order_by(F("changed_at").desc(), "-pk")
