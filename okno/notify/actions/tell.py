from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from okno.core import clock
from okno.desk import access
from okno.desk.models import Fact
from okno.notify.actions._spreading import know, news, spread, wishes_of
from okno.notify.whom import concerned, likeness
from okno.people.models import Person


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
    wishes = wishes_of(people)
    for fact, kinds in told:
        for person, kind in kinds.items():
            row = news(person, kind, wishes, happened=fact.at, now=now)
            if row is not None:
                row.fact, row.ticket = fact, fact.ticket
                rows.append(row)
    if not rows:
        return
    acted = _acts_after(facts, people)
    for row in rows:
        if any(at > row.at for at in acted[row.ticket_id, row.person_id]):
            know(row, now)
    spread(rows, now)


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


def _acts_after(
    facts: Sequence[Fact], people: Collection[int]
) -> Mapping[tuple[int | None, int], list[datetime]]:
    """Return when these people have done something in the tickets since the first of the facts."""
    acts: defaultdict[tuple[int | None, int], list[datetime]] = defaultdict(list)
    since, tickets = min(fact.at for fact in facts), {fact.ticket_id for fact in facts}
    known = Fact.objects.filter(ticket__in=tickets, at__gt=since, by__in=people)
    for ticket, person, at in known.values_list("ticket_id", "by_id", "at"):
        acts[ticket, person].append(at)
    return acts
