"""Many rows in one statement: they travel as one JSON document and become rows of the table's own type on the server.

psycopg writes arrays element by element in Python; for a few hundred rows that takes longer than all the rest.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from django.utils.functional import Promise
from psycopg.sql import SQL, Identifier

Row = Mapping[str, Any]
"""Plain values by the names of columns; every row of one call names the same columns."""

_INSERT: Final = SQL(
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) RETURNING id"
)
_UPDATE: Final = SQL(
    "UPDATE {table} SET {changes} FROM json_populate_recordset(NULL::{table}, %s) AS new WHERE {table}.id = new.id"
)


def insert(model: type[Model], rows: Sequence[Row]) -> list[int]:
    """Write new rows; returns their ids in the same order. What is not named is left to the database."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_insertion(model, tuple(rows[0])), [_document(rows)])
        return [pk for (pk,) in cursor.fetchall()]


def update(model: type[Model], rows: Sequence[Row]) -> None:
    """Write what each row names beside its `id`."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_change(model, tuple(rows[0])), [_document(rows)])


def create(objects: Sequence[Model]) -> None:
    """Write new objects of one model; they learn their ids."""
    if objects:
        model = type(objects[0])
        written = [field.attname for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
        pks = insert(model, [{name: getattr(one, name) for name in written} for one in objects])
        for one, pk in zip(objects, pks, strict=True):
            one.pk, one._state.adding = pk, False  # noqa: SLF001 - as Django does it


@lru_cache(maxsize=64)
def _insertion(model: type[Model], columns: tuple[str, ...]) -> str:
    names = SQL(", ").join(map(Identifier, columns))
    return _INSERT.format(table=_table(model), columns=names).as_string()


@lru_cache(maxsize=64)
def _change(model: type[Model], columns: tuple[str, ...]) -> str:
    changes = (SQL("{name} = new.{name}").format(name=Identifier(name)) for name in columns if name != "id")
    return _UPDATE.format(table=_table(model), changes=SQL(", ").join(changes)).as_string()


def _table(model: type[Model]) -> Identifier:
    return Identifier(model._meta.db_table)  # noqa: SLF001 - Django's documented way


def _document(rows: Sequence[Row]) -> str:
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{value!r} is no plain value")
