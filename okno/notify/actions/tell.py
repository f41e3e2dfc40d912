from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from okno.core import clock
from okno.core.jobs import later
from okno.core.live import nudge_all
from okno.desk import access
from okno.desk.models import Fact
from okno.notify.actions.push import push_due
from okno.notify.models import Browser, Chat, News, Wishes
from okno.notify.plan import PUSH_WAITS, plan
from okno.notify.whom import concerned, likeness
from okno.people.models import Person
from okno.people.provider import zone_of


def tell(fact: Fact) -> None:
    """Write down who is told of the fact and by which ways; telling the same once more changes nothing."""
    tell_all([fact])


@transaction.atomic
def tell_all(facts: Sequence[Fact]) -> None:
    """Tell of several facts in as few statements as of one, where they are alike.

    Whoever may not see the ticket hears nothing. Whoever has acted in it since the fact knows already: his line is read.
    """
    now, rows = clock.now(), []
    told = _told(facts)
    people = {person.pk: person for _fact, kinds in told for person in kinds}
    wishes = {row.person_id: row for row in Wishes.objects.filter(person__in=people)} if people else {}
    for fact, kinds in told:
        wanted = [_news(fact, person, kind, wishes.get(person.pk), now) for person, kind in kinds.items()]
        rows += [row for row in wanted if row is not None]
    if not rows:
        return
    acted, reached, chats = _acts_after(facts, people), _have_browsers(people), _have_chats(people)
    for row in rows:
        if any(at > row.at for at in acted[row.ticket_id, row.person_id]):
            row.read_at, row.push_at, row.mail_at, row.chat_at = now, None, None, None
        row.push_at = row.push_at if row.person_id in reached else None
        row.chat_at = row.chat_at if row.person_id in chats else None
    News.objects.bulk_create(rows, ignore_conflicts=True)
    nudge_all(
        [{"to": person, "bell": True} for person in dict.fromkeys(r.person_id for r in rows if r.in_bell)]
    )
    moments = [at for row in rows for at in (row.push_at, row.chat_at) if at is not None]
    if any(at <= now + PUSH_WAITS for at in moments):
        later(push_due, after=PUSH_WAITS)


def _told(facts: Sequence[Fact]) -> list[tuple[Fact, dict[Person, str]]]:
    """Return for each fact the people whom it concerns and who may know of it; what is alike is asked once."""
    asked: dict[Any, dict[Person, str]] = {}
    found = []
    for fact in facts:
        if fact.ticket is None:
            continue
        alike = likeness(fact)
        if alike not in asked:
            kinds = concerned(fact)
            readers = access.readers_of(fact.ticket, kinds) if kinds else ()
            asked[alike] = {person: kinds[person.pk] for person in readers}
        found.append((fact, asked[alike]))
    return found


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
        chat_at=way.chat_at,
    )


def _acts_after(facts: Sequence[Fact], people: Collection[int]) -> Mapping[tuple[int, int], list[datetime]]:
    """Return when these people have done something in the tickets since the first of the facts."""
    acts: defaultdict[tuple[int, int], list[datetime]] = defaultdict(list)
    since, tickets = min(fact.at for fact in facts), {fact.ticket_id for fact in facts}
    known = Fact.objects.filter(ticket__in=tickets, at__gt=since, by__in=people)
    for ticket, person, at in known.values_list("ticket_id", "by_id", "at"):
        acts[ticket, person].append(at)
    return acts


def _have_browsers(people: Collection[int]) -> set[int]:
    """Return who of these has a screen to push to; for all others no job has to look."""
    return set(Browser.objects.filter(person__in=people).values_list("person_id", flat=True))


def _have_chats(people: Collection[int]) -> set[int]:
    """Return who of these hears the desk in the messenger."""
    return set(Chat.objects.filter(person__in=people).values_list("person_id", flat=True))
