"""Whose addresses can be changed, and who has to know that somebody is reached otherwise."""

from typing import Final

from okno.core.hearing import Hearers
from okno.people.models import Person, Role

on_reached_otherwise: Final = Hearers[[int]]()  # the id of the person


def may_be_changed(person: Person) -> bool:
    """Tell whether the person has addresses of his own that can be changed."""
    return person.role not in (Role.ROBOT, Role.ERASED) and person.merged_into_id is None
