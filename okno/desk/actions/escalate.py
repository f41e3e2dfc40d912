from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import Conflict
from okno.desk.actions._ground import clean, lock, not_merged
from okno.desk.journal import record
from okno.desk.models import Ticket, Watch
from okno.desk.refusals import NotNow
from okno.people.models import Membership, Person, Role

WHY_AT_MOST = 1000


class NobodyAbove(Conflict):
    message = _("Everybody above knows of the ticket already.")


@transaction.atomic
def escalate(ticket: Ticket, *, by: Person, why: str) -> list[Person]:
    """Raise the ticket one step: the leads of its team watch it from now on, and when they do, the administrators."""
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.is_over:
        raise NotNow
    why = clean(why)[:WHY_AT_MOST]
    above = those_above([ticket], by=by)[ticket.pk]
    if not above:
        raise NobodyAbove
    raise_to({ticket: above}, by=by, at=clock.now(), why={ticket.pk: why})
    return above


def raise_to(
    above: Mapping[Ticket, list[Person]],
    *,
    by: Person,
    at: datetime,
    why: Mapping[int, str],
    is_saved: bool = False,
) -> None:
    """Let these people watch their tickets, and tell it; the tickets are held by the caller."""
    watches = [
        Watch(ticket=ticket, person=person, at=at) for ticket, people in above.items() for person in people
    ]
    Watch.objects.bulk_create(watches, ignore_conflicts=True)
    for ticket, people in above.items():
        names, ids = ", ".join(str(person) for person in people), [person.pk for person in people]
        said = why[ticket.pk]
        record("ticket.escalated", ticket, by=by, at=at, why=said, is_saved=is_saved, names=names, people=ids)


def those_above(tickets: Iterable[Ticket], *, by: Person) -> dict[int, list[Person]]:
    """Return who comes next for each ticket, in three statements: leads who do not know of it yet, else administrators.

    Nobody raises a ticket to himself.
    """
    known = list(tickets)
    found: dict[int, list[Person]] = {}
    knows: defaultdict[int, set[int | None]] = defaultdict(set)
    for pk, person in Watch.objects.filter(ticket__in=known).values_list("ticket_id", "person_id"):
        knows[pk].add(person)
    leads: defaultdict[int, list[Person]] = defaultdict(list)
    led = Membership.objects.filter(
        team__in={one.team_id for one in known}, is_lead=True, person__is_active=True
    )
    for membership in led.select_related("person").order_by("person__name"):
        leads[membership.team_id].append(membership.person)
    administrators = list(Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("name"))
    for ticket in known:
        has = knows[ticket.pk] | {ticket.owner_id, by.pk}
        steps = (leads[ticket.team_id] if ticket.team_id else [], administrators)
        found[ticket.pk] = next(
            (fresh for step in steps if (fresh := [one for one in step if one.pk not in has])), []
        )
    return found
