"""The catalogue as a page shows it: shelves, services, what may be asked for, and how long it takes."""

from itertools import groupby
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from okno.catalog.models import Category, RequestType, Service
from okno.core import clock
from okno.desk import access
from okno.desk.expecting import Expected, expected_of
from okno.people.models import Person
from okno.portal.one_field import fitting_types

OFFERED: Final = 200  # at most
BEGUN_AT_MOST: Final = 500


class Card(NamedTuple):
    """Something that may be asked for, and what to expect of it."""

    kind: RequestType
    expected: Expected


class Row(NamedTuple):
    """A service with what may be asked for about it."""

    service: Service
    cards: list[Card]


class Shelf(NamedTuple):
    """A category with its services; none for those on no shelf."""

    category: Category | None
    rows: list[Row]


def begun_in(request: HttpRequest) -> str:
    """Return the words that no article has answered."""
    return request.GET.get("text", "")[:BEGUN_AT_MOST].replace("\x00", "")


def offered(reader: Person | AnonymousUser, begun: str) -> dict[str, Any]:
    """Return what is offered to a reader: what fits the words that were begun with, else all shelves."""
    person = reader if isinstance(reader, Person) else None
    types = list(access.request_types_for(reader)[:OFFERED])
    if begun:
        types = fitting_types(begun, types)
    told = expected_of(types, person, clock.now())
    cards = [Card(one, told[one.pk]) for one in types]
    return {"cards": cards} if begun else {"shelves": shelves_of(cards)}


def shelves_of(cards: list[Card]) -> list[Shelf]:
    """Return what is offered by category in the order of the categories; what is on no shelf comes last."""

    def place(card: Card) -> tuple[bool, int, str, int]:
        shelf = _shelf(card.kind)
        return (shelf is None, shelf.rank, shelf.name, shelf.pk) if shelf else (True, 0, "", 0)

    shelves = []
    for _place, there in groupby(sorted(cards, key=place), key=place):
        rows: dict[int, Row] = {}
        for card in there:
            rows.setdefault(card.kind.service_id, Row(card.kind.service, [])).cards.append(card)
        shelves.append(Shelf(_shelf(next(iter(rows.values())).cards[0].kind), list(rows.values())))
    return shelves


def _shelf(one: RequestType) -> Category | None:
    shelf = one.service.category
    return shelf if shelf is not None and shelf.is_active else None
