"""What may follow the text in the search field: operators, and values of the operator that one has begun."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise

from okno.catalog.models import Priority, Service
from okno.desk import access
from okno.desk.search.conditions import colleagues, like, named, quoted
from okno.desk.search.language import possible
from okno.desk.search.operators import BY_NAME, SPELLED, Operator, folded
from okno.people.models import Organisation, Person, Team
from okno.workspace import choices
from okno.workspace.people import finding

MOST = 8
_LAST = re.compile(
    r'(?P<minus>-?)(?:(?P<name>[^\W\d_]{1,40}):(?P<value>"[^"]{0,200}|[^\s"]{0,200})|(?P<word>[^\W\d_]{0,80}))$'
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may follow: the whole text with it, what to show, and a word about it."""

    text: str
    label: str
    about: str | Promise = ""


def offers(reader: Person, text: str) -> list[Offer]:
    """Return at most eight offers for the end of the text, of what the reader may know of."""
    last = _LAST.search(text.replace("«", '"').replace("»", '"'))
    if last is None:
        return []
    before = text[: last.start()] + last["minus"]
    operator = BY_NAME.get(folded(last["name"] or ""))
    if operator is not None:
        value = last["value"].strip('"').strip()
        return [Offer(f"{before}{one} ", one) for one in islice(_values(reader, operator, value), MOST)]
    if last["name"]:
        return []
    return [
        Offer(f"{before}{name}:", f"{name}:", about) for name, about in islice(_names(last["word"]), MOST)
    ]


def _names(begun: str) -> Iterator[tuple[str, str | Promise]]:
    """Return the operators of which a name begins so, in the language in which it begins so."""
    asked = folded(begun)
    for spelled in SPELLED.values():
        names = (spelled.name, *spelled.russian, *spelled.english)
        name = next((name for name in names if folded(name).startswith(asked)), None)
        if name:
            yield name, spelled.help


def _values(reader: Person, operator: Operator, begun: str) -> Iterator[str]:
    name = SPELLED[operator].name
    few = possible(operator)
    if operator in _LOOKED_UP:
        known = few if operator is Operator.OWNER else ()
        names = (quoted(name, str(row)) for row in _rows(reader, operator, begun))
        yield from dict.fromkeys((*(one for one in known if _fits(one, begun)), *names))
    elif len(few) > 1:
        yield from (one for one in few if _fits(one, begun))


_LOOKED_UP = {
    Operator.FROM,
    Operator.OWNER,
    Operator.TEAM,
    Operator.ORGANISATION,
    Operator.PRIORITY,
    Operator.SERVICE,
}


def _fits(condition: str, begun: str) -> bool:
    return folded(condition.partition(":")[2]).startswith(folded(begun))


def _rows(reader: Person, operator: Operator, begun: str) -> Iterable[object]:
    if operator is Operator.FROM:
        return (one for one in finding.people(reader, begun)[:MOST]) if begun else ()
    if operator is Operator.OWNER:
        return colleagues(begun).filter(is_active=True).order_by("name")[:MOST]
    if operator is Operator.ORGANISATION:
        theirs = access.tickets_for(reader).filter(organisation=OuterRef("pk"))
        called = Organisation.objects.filter(name__iregex=like(begun), is_active=True)
        return called.filter(Exists(theirs)).order_by("name")[:MOST]
    if operator is Operator.TEAM:
        return choices.teams().filter(pk__in=named(Team, begun).values("pk"))[:MOST]
    if operator is Operator.PRIORITY:
        return choices.priorities().filter(pk__in=named(Priority, begun).values("pk"))[:MOST]
    return choices.services().filter(pk__in=named(Service, begun).values("pk"))[:MOST]
