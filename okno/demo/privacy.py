"""Somebody of the demo wants to be forgotten: an administrator has a few days left to decide."""

from datetime import timedelta
from typing import Final

from okno.core import clock
from okno.people.models import Person
from okno.privacy.actions.ask_erasure import ask_erasure

ASKED_AGO: Final = timedelta(days=4, hours=3)


def write(people: dict[str, Person]) -> None:
    """Let a customer who works elsewhere by now ask for it."""
    who = people["zhukova"]
    ask_erasure(who, by=who, at=clock.now() - ASKED_AGO)
