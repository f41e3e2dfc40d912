"""What several sections say in the same words."""

from typing import Any

from okno.catalog.models import Priority


def names_of(things: Any) -> str:
    """Return what these are called, in one line."""
    return ", ".join(str(thing) for thing in things)


def priority_name(code: str) -> str:
    """Return what the priority of a code is called."""
    return str(Priority.objects.filter(code=code).first() or code)
