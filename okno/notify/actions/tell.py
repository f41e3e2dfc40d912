from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.core.jobs import later
from okno.core.live import nudge_all
from okno.desk import access
from okno.desk.models import Fact
from okno.notify.actions.push import push_due
from okno.notify.models import Browser, News, Wishes
from okno.notify.plan import PUSH_WAITS, plan
from okno.notify.whom import concerned
from okno.people.models import Person
from okno.people.provider import zone_of


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
    wanted = [_news(fact, person, kinds[person.pk], wishes.get(person.pk), now) for person in people]
    rows = [row for row in wanted if row is not None]
    if not rows:
        return
    acted, reached = _have_acted(fact, people), _have_browsers(people)
    for row in rows:
        if row.person_id in acted:
            row.read_at, row.push_at, row.mail_at = now, None, None
        elif row.person_id not in reached:
            row.push_at = None
    News.objects.bulk_create(rows, ignore_conflicts=True)
    nudge_all([{"to": row.person_id, "bell": True} for row in rows if row.in_bell])
    if any(row.push_at is not None and row.push_at <= now + PUSH_WAITS for row in rows):
        later(push_due, after=PUSH_WAITS)


def _news(fact: Fact, person: Person, kind: str, wishes: Wishes | None, now: datetime) -> News | None:
    """Return the row as the person wishes it; None where he wishes to hear nothing of the kind."""
    wishes = wishes or Wishes(person=person)
    way = plan(wishes.ways(kind), wishes.quiet, zone_of(person.zone), happened=fact.at, now=now)
    if way.is_nothing:
        return None
    return News(
        person=person,
        fact=fact,
        ticket=fact.ticket,
        kind=kind,
        at=fact.at,
        told_at=now,
        in_bell=way.in_bell,
        push_at=way.push_at,
        mail_at=way.mail_at,
    )


def _have_acted(fact: Fact, people: Collection[Person]) -> set[int]:
    """Return who of these has done something in the ticket after the fact."""
    later_facts = Fact.objects.filter(ticket=fact.ticket, at__gt=fact.at, by__in=people)
    return set(later_facts.values_list("by_id", flat=True))


def _have_browsers(people: Collection[Person]) -> set[int]:
    """Return who of these has a screen to push to; for all others no job has to look."""
    return set(Browser.objects.filter(person__in=people).values_list("person_id", flat=True))
