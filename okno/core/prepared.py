"""Statements that Django puts together once, to be asked many times with other values.

Django writes the text of a statement anew each time. For a ticket with all that stands around it this takes longer than
the database needs to answer.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

Value = int | str
_SOME = 1_987_654_321  # stands for any number while a statement is put together; fits into every column of numbers
_KEPT = 256  # shapes of one statement

M = TypeVar("M", bound=Model)


def prepared(build: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """Make a function that builds a queryset answer with its rows, and let its statement be put together but once.

    What is given by place are the values, numbers and texts; each stands in the statement as it is given. What is given by
    name is the shape: for each there is a statement of its own.
    """

    @lru_cache(_KEPT)
    def made(marks: tuple[Value, ...], **shape: Hashable) -> "tuple[QuerySet[M], _Made] | None":
        queryset = build(*marks, **shape)
        try:
            return queryset, _Made.of(queryset, marks)
        except EmptyResultSet:
            return None

    @wraps(build)
    def rows(*values: Value, **shape: Hashable) -> list[M]:
        marks = tuple(_mark(place, value) for place, value in enumerate(values))
        known = made(marks, **shape)
        if known is None:
            return []
        queryset, statement = known
        asked = queryset.all()
        asked.query.__class__ = _Asked
        asked.query.__dict__ |= {"made": statement, "given": dict(zip(marks, values, strict=True))}
        return list(asked)

    return rows


def _mark(place: int, value: Value) -> Value:
    """Return what stands for a value of this kind in this place."""
    return _SOME + place if isinstance(value, int) else f"text {_SOME + place}"


@dataclass(frozen=True, slots=True)
class _Made:
    """What a compiler knows once it has put a statement together."""

    text: str
    values: tuple[Any, ...]
    compiler: dict[str, Any]
    converters: dict[int, Any]

    @classmethod
    def of(cls, queryset: QuerySet[Any], marks: tuple[Value, ...]) -> "_Made":
        compiler = queryset.query.get_compiler(queryset.db)
        text, values = compiler.as_sql()
        assert all(mark in values for mark in marks), "each value stands in the statement"
        known = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        return cls(text, tuple(values), {name: getattr(compiler, name) for name in known}, converters)

    def with_values(self, given: dict[Value, Value]) -> tuple[Any, ...]:
        """Return what goes with the text; psycopg's kinds of numbers stay of their kind."""
        return tuple(
            type(value)(given[value]) if isinstance(value, Value) and value in given else value
            for value in self.values
        )


class _Asked(Query):
    """A query whose statement is known."""

    made: _Made
    given: dict[Value, Value]

    def get_compiler(  # Django's signature
        self,
        using: Any = None,
        connection: Any = None,
        elide_empty: Any = True,  # noqa: FBT002
    ) -> SQLCompiler:
        return _Compiler(self, connection or connections[using], using, elide_empty)


class _Compiler(SQLCompiler):
    query: _Asked

    def as_sql(self, *_asked: Any, **_how: Any) -> tuple[str, tuple[Any, ...]]:
        self.__dict__ |= self.query.made.compiler
        return self.query.made.text, self.query.made.with_values(self.query.given)

    def get_converters(self, _columns: Any) -> dict[int, Any]:
        """Return what makes values of Python of the columns; they are the same each time."""
        return self.query.made.converters
