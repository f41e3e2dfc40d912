"""The queues: which tickets each holds for whom, and in which order one works through it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person
from okno.workspace.queues.rows import Row

Scope = Callable[[TicketQuerySet, Person], TicketQuerySet]


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


def in_order(queue: Queue, tickets: TicketQuerySet) -> TicketQuerySet:
    """Sort: the nearest promise first where one works, the latest change first where one looks."""
    if queue.by_due:
        return tickets.order_by("due_order", "-pk")
    return tickets.order_by("-changed_at", "-pk")


def after(queue: Queue, tickets: TicketQuerySet, moment: datetime, pk: int) -> TicketQuerySet:
    """Keep what stands behind a place in the order (keyset, never an offset)."""
    if queue.by_due:
        return tickets.filter(Q(due_order__gt=moment) | Q(due_order=moment, pk__lt=pk))
    return tickets.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=pk))


def place(queue: Queue, row: Row) -> tuple[datetime, int]:
    """Return the place of a row in the order of its queue."""
    return (row.due_order if queue.by_due else row.changed_at), row.pk
