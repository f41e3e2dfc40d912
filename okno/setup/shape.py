"""Which columns of a row people decide about, as plain JSON: the one form of history, of conflicts and of the file.

Another row is named by what people call it, never by an id; a secret is not in it at all.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import (
    BooleanField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
)
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.refusals import BadInput

Plain = dict[str, Any]
Lists = dict[str, list[str]]
NAMES_AT_MOST = 2000
WHOLE = ""  # the name of what is wrong with the row as a whole


class Unfit(BadInput):
    """Values that the row cannot hold; `errors` has the sentences for each field, "" for the row as a whole."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        self.errors = dict(errors)
        name, sentences = next(iter(self.errors.items()))
        super().__init__(sentences[0], field=name)


class _Wrong(Exception):
    def __init__(self, words: str | Promise) -> None:
        self.words = words


NOT_WORDS = gettext_lazy("Here a text is wanted.")
NOT_A_NUMBER = gettext_lazy("Here a whole number is wanted.")
NOT_A_DATE = gettext_lazy("Here a date is wanted, like 2026-12-31.")
NOT_YES_OR_NO = gettext_lazy("Here yes or no is wanted (true or false).")
NOT_A_TABLE = gettext_lazy("This part of the file is built otherwise than it should be.")
NOT_A_LIST = gettext_lazy("Here a list of names is wanted.")
STRANGE_SIGNS = gettext_lazy("There are signs in it that cannot be kept.")
IS_EMPTY = gettext_lazy("This field must not be empty.")
IS_TAKEN = gettext_lazy("There is already one that is called so.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The configuration of one kind of rows."""

    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    key: str
    within: str = ""  # the column of another row in which alone the key is one: the team of a view
    columns: tuple[str, ...]
    references: Mapping[str, str] = field(default_factory=dict)  # column → what the other row is called by
    lists: Mapping[str, Callable[[Any], list[str]]] = field(default_factory=dict)
    # A column that holds other rows by their ids: how it is told in names, and what is meant by names.
    worded: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    is_address: bool = False  # the key is a mail address: large and small letters are one
    is_unique: bool = True  # False where the owner's verb knows better whose a name is

    def plain(self, row: Any) -> Plain:
        """Return what is decided about a row, ready for JSON."""
        values = {name: self._told(row, name) for name in self.columns}
        return values | {name: read(row) if row.pk else [] for name, read in self.lists.items()}

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that together name a row."""
        return (self.within, self.key) if self.within else (self.key,)

    def called(self, names: Sequence[str], rows: QuerySet[Any]) -> Any | None:
        """Return the one of these rows that is called so: a name for each of the keys."""
        lookups = [f"{self.within}__{self.references[self.within]}"] if self.within else []
        lookups.append(f"{self.key}__iexact" if self.is_address else self.key)
        if "\x00" in "".join(names):
            return None
        return rows.filter(**dict(zip(lookups, names, strict=True))).first()

    def assign(self, row: Any, plain: Plain) -> Lists:
        """Give the unsaved row these values, and return the lists that are named; raises Unfit. What is not named stays."""
        errors: dict[str, list[str]] = {}
        lists: Lists = {}
        for name, value in plain.items():
            try:
                if name in self.columns:
                    setattr(row, name, self._value(name, value))
                elif name in self.lists:
                    lists[name] = _names(value)
                else:
                    errors[name] = [_("There is no such field.")]
            except _Wrong as wrong:
                errors[name] = [str(wrong.words)]
        self._clean(row, errors)
        if errors:
            raise Unfit(errors)
        return lists

    def _told(self, row: Any, name: str) -> Any:
        if name in self.worded:
            return self.worded[name][0](getattr(row, name))
        if name not in self.references:
            value = getattr(row, name)
            return value.isoformat() if isinstance(value, date) else value
        other = getattr(row, name)
        return other and (getattr(other, self.references[name]) or None)

    def _value(self, name: str, value: Any) -> Any:
        column = self.model._meta.get_field(name)  # noqa: SLF001 - Django's documented way to the columns
        if getattr(column, "null", False) and (value is None or (name in self.references and value == "")):
            return None  # nobody is called by no name: somebody without an address is not whoever has none either
        if name in self.worded:
            try:
                return self.worded[name][1](value)
            except BadInput as refusal:
                raise _Wrong(str(refusal)) from None
        if isinstance(column, ForeignKey):
            return self._other(column, self.references[name], value)
        assert isinstance(column, Field)
        return _fitting(column, value)

    def _other(self, column: "ForeignKey[Any, Any]", key: str, value: Any) -> Any:
        model = column.related_model
        assert isinstance(model, type)
        if not (called := _words(value)):
            raise _Wrong(IS_EMPTY)
        found = model._default_manager.filter(**{key: called}).first()  # noqa: SLF001 - any model
        if found is None:
            raise _Wrong(_("There is no “%(name)s” here.") % {"name": str(value)[:100]})
        return found

    def _clean(self, row: Any, errors: dict[str, list[str]]) -> None:
        """Let the model look at the columns that are ours."""
        mine = set(self.columns)
        others = {column.name for column in self.model._meta.concrete_fields} - mine  # noqa: SLF001 - as above
        unique = self.is_unique and not errors
        try:
            row.full_clean(exclude=others | set(errors), validate_unique=unique, validate_constraints=unique)
        except ValidationError as error:
            for name, wrongs in error.error_dict.items():
                where = WHOLE if name == NON_FIELD_ERRORS else name
                errors.setdefault(where, []).extend(_sentence(wrong) for wrong in wrongs)


def _fitting(column: "Field[Any, Any]", value: Any) -> Any:
    """Return a value of exactly the kind that the column holds: a file is believed nothing."""
    if isinstance(column, BooleanField):
        if not isinstance(value, bool):
            raise _Wrong(NOT_YES_OR_NO)
        return value
    if isinstance(column, IntegerField):
        if isinstance(value, bool) or not isinstance(value, int):
            raise _Wrong(NOT_A_NUMBER)
        return value
    if isinstance(column, DateField):
        return _date(_words(value))
    if isinstance(column, JSONField):
        if not isinstance(value, type(column.get_default())):
            raise _Wrong(NOT_A_TABLE)
        return _kept(value)
    return _words(value)


def _kept(table: Any) -> Any:
    """Return a table whose every sign and number PostgreSQL can keep."""
    try:
        text = json.dumps(table, ensure_ascii=False, allow_nan=False)
        text.encode("utf-8")
    except ValueError:  # halves of signs, and what is no number
        raise _Wrong(STRANGE_SIGNS) from None
    if "\\u0000" in text.replace("\\\\", ""):
        raise _Wrong(STRANGE_SIGNS)
    return table


def _date(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise _Wrong(NOT_A_DATE) from None


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(NOT_WORDS)
    text = value.replace("\r\n", "\n").strip()
    if "\x00" in text or text.encode("utf-8", "replace").decode() != text:
        raise _Wrong(STRANGE_SIGNS)
    return text


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > NAMES_AT_MOST:
        raise _Wrong(NOT_A_LIST)
    return [_words(name) for name in value]


def _sentence(error: ValidationError) -> str:
    if error.code in {"unique", "unique_together"}:
        return str(IS_TAKEN)
    if error.code in {"blank", "null"}:
        return str(IS_EMPTY)
    return " ".join(error.messages)
