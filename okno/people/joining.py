"""Who is one with whom, and who has to know that two persons have become one, or two again: apps above register for it."""

from collections.abc import Callable
from typing import Final

from okno.people.models import Person

Hears = Callable[[int, int], None]
_heard: Final[list[Hears]] = []


def family(person: Person) -> tuple[Person, ...]:
    """Return the one who stands for this person, and then all who were merged into him."""
    stands = person.standing
    return (stands, *Person.objects.filter(merged_into=stands).order_by("pk"))


def on_joining(hears: Hears) -> Hears:
    """Register a function that gets the ids of who was merged and of who stays; it runs in the transaction of the verb."""
    _heard.append(hears)
    return hears


def tell_joining(source: int, target: int) -> None:
    """Tell all of them."""
    for hears in _heard:
        hears(source, target)
