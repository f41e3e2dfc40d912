"""The queues: which tickets each holds for whom, and in which order one works through it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Ticket, ViewOrder
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person
from okno.workspace.queues.rows import Row

SOON = timedelta(hours=1)
Scope = Callable[[TicketQuerySet, Person], TicketQuerySet]


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its place in the address, its name, and what to say when it is empty."""

    slug: str
    name: str | Promise
    icon: str
    scope: Scope
    empty: str | Promise
    order: str = ViewOrder.CHANGED
    query: str = ""  # the search behind a view
    view: str = ""  # the slug of the view itself, where this is one in another order
    columns: tuple[str, ...] = ()  # of a view that is a table

    def slug_in(self, order: str) -> str:
        """Return the slug of the same view in this order."""
        return f"{self.view}-{order}"


QUEUES = (
    Queue("mine", _("Mine"), "mine", lambda tickets, person: tickets.owned_by(person),
          _("You have no open tickets. Take an unassigned one."), order=ViewOrder.DUE),
    Queue("unassigned", _("Unassigned"), "unassigned", lambda tickets, _person: tickets.unassigned(),
          _("Every ticket has an owner. New ones will appear by themselves."), order=ViewOrder.DUE),
    Queue("team", _("My team"), "team", lambda tickets, person: tickets.of_teams_of(person),
          _("Your teams have no open tickets."), order=ViewOrder.DUE),
    Queue("due", _("Nearest deadlines"), "timer", lambda tickets, _person: tickets.due_within(SOON),
          _("No deadline has passed, and none comes within the hour."), order=ViewOrder.DUE),
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
    """Sort: the nearest promise first where one works, the latest change first where one looks, or as a view has it."""
    column, is_falling = _COLUMNS[queue.order]
    return tickets.order_by(f"-{column}" if is_falling else column, "-pk")


def after(queue: Queue, tickets: TicketQuerySet, moment: datetime, pk: int) -> TicketQuerySet:
    """Keep what stands behind a place in the order (keyset, never an offset)."""
    column, is_falling = _COLUMNS[queue.order]
    behind = f"{column}__lt" if is_falling else f"{column}__gt"
    return tickets.filter(Q(**{behind: moment}) | Q(**{column: moment, "pk__lt": pk}))


def place(queue: Queue, row: Row | Ticket) -> tuple[datetime, int]:
    """Return the place of a row or a ticket in the order of its queue."""
    moment: datetime = getattr(row, _COLUMNS[queue.order][0])
    return moment, row.pk


# Each order by one moment of the ticket: which, and whether the latest stands first.
_COLUMNS: dict[str, tuple[str, bool]] = {
    ViewOrder.DUE: ("due_order", False),
    ViewOrder.CHANGED: ("changed_at", True),
    ViewOrder.NEWEST: ("created_at", True),
    ViewOrder.OLDEST: ("created_at", False),
}
