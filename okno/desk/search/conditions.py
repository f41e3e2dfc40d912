"""Conditions of the language as filters over tickets. Names are looked up among what everybody who works here may know.

Requesters and organisations are not: a filter over the tickets that one may see tells nothing of the others (SEC-14).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from okno.catalog.models import Priority, Service
from okno.desk.models import Clock
from okno.desk.models.ticket import LIVE, State
from okno.desk.search.dates import Ahead, Span
from okno.desk.search.language import Asked, Condition, Puzzle, Why
from okno.desk.search.operators import ME, NOBODY, SPELLED, UNCOUNTED, Operator, folded
from okno.people.models import STAFF, Address, Organisation, Person, Team

OFFERED = 8
_PATTERN_SIGN = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the conditions of a search come to, and the search without those that came to nothing."""

    asked: Asked
    holds: tuple[Q, ...]
    fails: tuple[Q, ...]


def filters(asked: Asked, reader: Person) -> Filters:
    """Return the filters; a condition with a name that nothing is called by becomes a puzzle."""
    terms = tuple(_known(term) if isinstance(term, Condition) else term for term in asked.terms)
    asked = replace(asked, terms=terms)
    told = [(condition, _filter(condition, reader)) for condition in asked.conditions]
    return Filters(
        asked,
        tuple(q for condition, q in told if not condition.is_not),
        tuple(q for condition, q in told if condition.is_not),
    )


def like(words: str) -> str:
    """Return the regular expression of names in which a word begins like this; «е» is «ё», too."""
    plain = _PATTERN_SIGN.sub(lambda sign: "\\" + sign.group(), folded(words)).replace("е", "[её]")
    return (r"\m" if words[:1].isalnum() else "") + plain


def named(model: type[Team | Service | Priority], value: str) -> QuerySet[Any]:
    """Return the teams, services or priorities that are called so."""
    names = [name for name in ("name", "name_en") if hasattr(model, name)]
    q = Q()
    for name in names:
        q |= Q(**{f"{name}__iregex": like(value)})
    return model._default_manager.filter(q)  # noqa: SLF001 - Django's documented name of it


def colleagues(value: str) -> QuerySet[Person]:
    """Return those who work here, or did, and are called so."""
    return Person.objects.get_queryset().filter(_person(value), role__in=STAFF)


_TABLES: dict[Operator, type[Team | Service | Priority]] = {
    Operator.TEAM: Team,
    Operator.SERVICE: Service,
    Operator.PRIORITY: Priority,
}


def _known(condition: Condition) -> Condition | Puzzle:
    """Replace names of which there are few by ids; where nothing is called so, say what there is."""
    operator = condition.operator
    if operator is Operator.OWNER:
        values = [value for value in condition.values if folded(value) not in (*ME, *NOBODY)]
        rows: QuerySet[Any] = Person.objects.staff()
        find: Callable[[str], QuerySet[Any]] = colleagues
    elif operator in _TABLES:
        values, table = list(condition.values), _TABLES[operator]
        rows = table._default_manager.filter(is_active=True)  # noqa: SLF001 - as above
        find = partial(named, table)
    else:
        return condition
    found = [list(find(value).values_list("pk", flat=True)[:100]) for value in values]
    if all(found):
        return replace(condition, meant=tuple(pk for several in found for pk in several))
    names = (quoted(SPELLED[operator].name, str(row)) for row in rows[:OFFERED])
    return Puzzle(condition.said, Why.WRONG_VALUE, tuple(names))


def quoted(name: str, value: str) -> str:
    """Write a condition; a value of several words stands in quotation marks."""
    plain = " ".join(value.replace('"', "").split())
    return f'{name}:"{plain}"' if re.search(r"[\s,«»“”„]", plain) else f"{name}:{plain}"


def _filter(condition: Condition, reader: Person) -> Q:
    return _FILTERS[condition.operator](condition, reader)


def _owner(condition: Condition, reader: Person) -> Q:
    said = {folded(value) for value in condition.values}
    ids = condition.meant if isinstance(condition.meant, tuple) else ()
    q = Q(owner__in=[*ids, *([reader.pk] if said & set(ME) else [])])
    return q | Q(owner=None) if said & set(NOBODY) else q


def _person(value: str) -> Q:
    pattern = like(value)
    return Q(name__iregex=pattern) | Q(email__iregex=pattern)


def _from(condition: Condition, reader: Person) -> Q:
    q = Q()
    for value in condition.values:
        if folded(value) in ME:
            q |= Q(requester=reader)
            continue
        addresses = Address.objects.filter(value__iregex=like(value)).values("person")
        people = Person.objects.get_queryset().filter(_person(value) | Q(pk__in=addresses))
        q |= Q(requester__in=people.values("pk"))
    return q


def _organisation(condition: Condition, _reader: Person) -> Q:
    q = Q()
    for value in condition.values:
        q |= Q(organisation__in=Organisation.objects.filter(name__iregex=like(value)).values("pk"))
    return q


def _tag(condition: Condition, _reader: Person) -> Q:
    return Q(tags__overlap=[value.casefold() for value in condition.values])


def _due(column: str, clocks: Q) -> Callable[[Condition, Person], Q]:
    def deadline(condition: Condition, _reader: Person) -> Q:
        live = Q(**{"state__in": LIVE, f"{column}__isnull": False})
        if isinstance(condition.meant, Span):
            return live & _within(column, condition.meant)
        if folded(condition.values[0]) in UNCOUNTED:
            return Q(state__in=LIVE, pk__in=Clock.objects.uncounted().filter(clocks).values("ticket"))
        now = timezone.now()
        if isinstance(condition.meant, Ahead):
            until = now + timedelta(hours=condition.meant.hours)
            return live & Q(**{f"{column}__gte": now, f"{column}__lt": until})
        return live & Q(**{f"{column}__lt": now})

    return deadline


def _waiting(condition: Condition, _reader: Person) -> Q:
    assert isinstance(condition.meant, tuple), "the language lets nothing else through"
    return Q(state=State.WAITING, waiting_for__in=condition.meant)


def _within(column: str, span: Span) -> Q:
    sides = {f"{column}__gte": span.since, f"{column}__lt": span.until}
    return Q(**{name: _midnight(day) for name, day in sides.items() if day is not None})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _in(column: str) -> Callable[[Condition, Person], Q]:
    def filtered(condition: Condition, _reader: Person) -> Q:
        assert isinstance(condition.meant, Iterable), "the language or the table has said what is meant"
        return Q(**{f"{column}__in": list(condition.meant)})

    return filtered


def _during(column: str) -> Callable[[Condition, Person], Q]:
    def filtered(condition: Condition, _reader: Person) -> Q:
        assert isinstance(condition.meant, Span), "the language lets nothing else through"
        return _within(column, condition.meant)

    return filtered


_FILTERS: dict[Operator, Callable[[Condition, Person], Q]] = {
    Operator.STATUS: _in("state"),
    Operator.FROM: _from,
    Operator.OWNER: _owner,
    Operator.TEAM: _in("team"),
    Operator.ORGANISATION: _organisation,
    Operator.PRIORITY: _in("priority"),
    Operator.SERVICE: _in("service"),
    Operator.TAG: _tag,
    Operator.CREATED: _during("created_at"),
    Operator.CHANGED: _during("changed_at"),
    Operator.DUE: _due("next_due_at", Q(team=None)),
    Operator.OLA: _due("team_due_at", Q(team__isnull=False)),
    Operator.NUMBER: _in("number"),
    Operator.KIND: _in("kind"),
    Operator.DOOR: _in("door"),
    Operator.WAITING: _waiting,
    Operator.APPROVAL: _in("approval"),
}
