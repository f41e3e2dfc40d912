from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.core.jobs import later
from okno.core.live import nudge_all
from okno.desk import access
from okno.desk.models import Fact, Ticket
from okno.notify.actions.push import push_due
from okno.notify.models import News, Wishes
from okno.notify.plan import PUSH_WAITS, plan
from okno.notify.whom import concerned
from okno.people.house import zone_of
from okno.people.models import Person


@transaction.atomic
def tell(fact: Fact) -> None:
    """Write down who is told of the fact and by which ways; telling the same once more changes nothing.

    Whoever may not see the ticket hears nothing. Whoever has acted in it since the fact knows already: his line is read.
    """
    kinds = concerned(fact)
    if not kinds or fact.ticket is None:
        return
    now = clock.now()
    people = list(access.readers_of(fact.ticket, kinds))
    wishes = {row.person_id: row for row in Wishes.objects.filter(person__in=people)}
    known = _has_acted(fact, fact.ticket, people)
    rows = [
        row
        for person in people
        if (
            row := _news(
                fact, person, kinds[person.pk], wishes.get(person.pk), now, is_known=person.pk in known
            )
        )
    ]
    if not rows:
        return
    News.objects.bulk_create(rows, ignore_conflicts=True)
    nudge_all([{"to": row.person_id, "bell": True} for row in rows if row.in_bell])
    if any(row.push_at is not None and row.push_at <= now + PUSH_WAITS for row in rows):
        later(push_due, after=PUSH_WAITS)


def _news(
    fact: Fact, person: Person, kind: str, wishes: Wishes | None, now: datetime, *, is_known: bool
) -> News | None:
    wishes = wishes or Wishes(person=person)
    way = plan(wishes.ways(kind), wishes.quiet, zone_of(person.zone), happened=fact.at, now=now)
    if way.is_nothing:
        return None
    row = News(person=person, fact=fact, ticket=fact.ticket, kind=kind, at=fact.at, told_at=now)
    row.in_bell = way.in_bell
    if is_known:
        row.read_at = now
    else:
        row.push_at, row.mail_at = way.push_at, way.mail_at
    return row


def _has_acted(fact: Fact, ticket: Ticket, people: Collection[Person]) -> set[int]:
    """Return who of these has done something in the ticket after the fact."""
    later = Fact.objects.filter(ticket=ticket, at__gt=fact.at, by__in=people)
    return set(later.values_list("by_id", flat=True))
