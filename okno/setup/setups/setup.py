"""What one kind of settings is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from okno.setup import rules
from okno.setup.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One kind of rows: its name in addresses, history and files, its shape, its owner's verb, the rules around it."""

    name: str
    shape: Shape
    verb: Callable[..., Any]
    rule: rules.Rule = rules.none
    shared: Q = field(default_factory=Q)  # which rows belong to the desk and go into its file
    after: Callable[[Any], None] = rules.nothing
    is_single: bool = False  # one row, which is always there
    is_in_file: bool = True  # False for what is no part of how the desk is set up: its customers

    def rows(self) -> QuerySet[Any]:
        """Return the rows that belong to the desk and not to one person."""
        return self.shape.rows().filter(self.shared)
