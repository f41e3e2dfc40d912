"""Statements that Django puts together once, to be asked many times with other numbers.

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

_SOME = 1_987_654_321  # stands for any number while a statement is put together; fits into every column of numbers
_KEPT = 256  # shapes of one statement

M = TypeVar("M", bound=Model)


def prepared(build: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """Make a function that builds a queryset answer with its rows, and let its statement be put together but once.

    What is given by place are numbers, the values of the statement; each stands in it. What is given by name is its shape:
    for each shape there is a statement of its own.
    """

    @lru_cache(_KEPT)
    def made(count: int, **shape: Hashable) -> "tuple[QuerySet[M], _Made] | None":
        queryset = build(*(_SOME + place for place in range(count)), **shape)
        try:
            return queryset, _Made.of(queryset, count)
        except EmptyResultSet:
            return None

    @wraps(build)
    def rows(*numbers: int, **shape: Hashable) -> list[M]:
        known = made(len(numbers), **shape)
        if known is None:
            return []
        queryset, statement = known
        asked = queryset.all()
        asked.query.__class__ = _Asked
        asked.query.__dict__ |= {"made": statement, "numbers": numbers}
        return list(asked)

    return rows


@dataclass(frozen=True, slots=True)
class _Made:
    """What a compiler knows once it has put a statement together."""

    text: str
    values: tuple[Any, ...]
    compiler: dict[str, Any]

    @classmethod
    def of(cls, queryset: QuerySet[Any], count: int) -> "_Made":
        compiler = queryset.query.get_compiler(queryset.db)
        text, values = compiler.as_sql()
        missing = {_SOME + place for place in range(count)} - set(values)
        assert not missing, "each number stands in the statement"
        known = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
        return cls(text, tuple(values), {name: getattr(compiler, name) for name in known})

    def with_numbers(self, numbers: tuple[int, ...]) -> tuple[Any, ...]:
        of_marks = {_SOME + place: number for place, number in enumerate(numbers)}
        return tuple(
            type(value)(of_marks[value]) if isinstance(value, int) and value in of_marks else value
            for value in self.values
        )


class _Asked(Query):
    """A query whose statement is known."""

    made: _Made
    numbers: tuple[int, ...]

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
        return self.query.made.text, self.query.made.with_numbers(self.query.numbers)
