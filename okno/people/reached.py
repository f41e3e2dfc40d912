"""Whose addresses can be changed, and who has to know that somebody is reached otherwise: apps above register for it."""

from collections.abc import Callable
from typing import Final

from okno.people.models import Person, Role

Hears = Callable[[int], None]
_heard: Final[list[Hears]] = []


def may_be_changed(person: Person) -> bool:
    """Tell whether the person has addresses of his own that can be changed."""
    return person.role not in (Role.ROBOT, Role.ERASED) and person.merged_into_id is None


def on_reached_otherwise(hears: Hears) -> Hears:
    """Register a function that gets the id of the person; it runs in the transaction of the verb."""
    _heard.append(hears)
    return hears


def tell_reached_otherwise(person: int) -> None:
    """Tell all of them."""
    for hears in _heard:
        hears(person)
