"""Who is one with whom, and who has to know that two persons have become one, or two again."""

from typing import Final

from okno.core.hearing import Hearers
from okno.people.models import Person

on_joining: Final = Hearers[[int, int]]()  # the ids of who was merged and of who stays


def family(person: Person) -> tuple[Person, ...]:
    """Return the one who stands for this person, and then all who were merged into him."""
    stands = person.standing
    return (stands, *Person.objects.filter(merged_into=stands).order_by("pk"))
