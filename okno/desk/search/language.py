"""The little language of the search: text → words, conditions, and what was not understood. Pure; takes any text.

принтер "не печатает" -склад статус:открыт от:иванов создан:>01.11.2026
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum

from okno.core.numbers import whole
from okno.core.text import printable
from okno.desk.search.dates import Ahead, Span, ahead, span
from okno.desk.search.operators import (
    BY_NAME,
    DAYS,
    DEADLINES,
    FEW,
    ME,
    NOBODY,
    OVERDUE,
    SPELLED,
    UNCOUNTED,
    Operator,
    folded,
    in_language,
    meant_by,
)
from okno.desk.search.words import words

LONGEST = 200  # signs
MOST_TERMS = 24
MOST_VALUES = 10
_QUOTES = str.maketrans("«»“”„‟", '""""""')
_VALUE = r'"[^"]*"?|[^\s"]*'
_TERM = re.compile(
    rf'(?P<minus>-?)(?:(?P<name>[^\W\d_]+):(?!//)(?P<value>{_VALUE})|(?P<phrase>"[^"]*"?)|(?P<word>[^\s"]+))'
)
_SHORTEST_NAME = 2  # C:\ and the like are words


class Why(Enum):
    """Why a part of the text was left out."""

    UNKNOWN = "unknown"
    NO_VALUE = "no_value"
    WRONG_VALUE = "wrong_value"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that occur in the ticket, or must not; several parts stand in a row."""

    said: str
    parts: tuple[str, ...]
    is_not: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for the ticket, or must not; any of the values will do."""

    said: str
    operator: Operator
    values: tuple[str, ...]
    is_not: bool = False
    meant: tuple[str, ...] | Span | Ahead | tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A part that was not understood, and what would be."""

    said: str
    why: Why
    possible: tuple[str, ...] = ()


Term = Words | Condition | Puzzle


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for."""

    text: str
    terms: tuple[Term, ...]
    is_typing: bool

    @property
    def words(self) -> tuple[Words, ...]:
        """The words and phrases."""
        return tuple(term for term in self.terms if isinstance(term, Words))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions."""
        return tuple(term for term in self.terms if isinstance(term, Condition))

    @property
    def puzzles(self) -> tuple[Puzzle, ...]:
        """What was not understood."""
        return tuple(term for term in self.terms if isinstance(term, Puzzle))

    def without(self, gone: Term) -> str:
        """Return the text without one of its terms."""
        return " ".join(term.said for term in self.terms if term is not gone)


def parse(text: str, today: date) -> Asked:
    """Understand as much as can be understood; nothing is an error."""
    cut = printable(text[:LONGEST]).translate(_QUOTES)
    terms = [term for found in _tokens(cut) if (term := _term(found, today)) is not None]
    if len(terms) > MOST_TERMS:
        rest = " ".join(term.said for term in terms[MOST_TERMS:])
        terms[MOST_TERMS:] = [Puzzle(rest, Why.TOO_MANY)]
    last = terms[-1] if terms else None
    typing = isinstance(last, Words) and not last.is_exact and not last.is_not and not cut[-1:].isspace()
    return Asked(" ".join(cut.split()), tuple(terms), typing)


def number_in(text: str) -> int | None:
    """Return the number when the text is nothing but one: «1001», «№ 1001», «#1001»."""
    return whole(text.strip().removeprefix("№").removeprefix("#").strip())


@dataclass(frozen=True, slots=True)
class _Token:
    said: str
    is_not: bool
    name: str
    value: str


def _tokens(text: str) -> Iterator[_Token]:
    """Cut the text; an operator whose value stands behind a space takes the next word as its own."""
    waiting: _Token | None = None
    for found in _TERM.finditer(text):
        value = found["value"] or found["phrase"] or found["word"] or ""
        token = _Token(found.group(), bool(found["minus"]), found["name"] or "", value)
        if waiting and not token.name and not token.is_not:
            yield _Token(f"{waiting.said}{token.said}", waiting.is_not, waiting.name, token.value)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = token if folded(token.name) in BY_NAME and not token.value else None
        if waiting is None:
            yield token
    if waiting:
        yield waiting


def _term(token: _Token, today: date) -> Term | None:
    if len(token.name) >= _SHORTEST_NAME:
        return _condition(token, today)
    value = f"{token.name} {token.value}"
    parts = tuple(words(value))
    if not parts:
        return None
    return Words(token.said, parts, token.is_not, is_exact=not token.name and token.value.startswith('"'))


def _condition(token: _Token, today: date) -> Term:
    operator = BY_NAME.get(folded(token.name))
    if operator is None:
        near = get_close_matches(folded(token.name), BY_NAME, n=3, cutoff=0.6)
        bare = token.value.replace('"', "").strip()
        alike = (f"{SPELLED[BY_NAME[name]].name}:{token.value}" for name in near)
        as_words = [f'"{token.name} {bare}"'] if bare else []
        return Puzzle(token.said, Why.UNKNOWN, tuple(dict.fromkeys((*alike, *as_words))))
    values = _values(token.value)
    if not values:
        return Puzzle(token.said, Why.NO_VALUE, possible(operator))
    meant = _meant(operator, values, today)
    if meant is None and operator in _CHECKED:
        return Puzzle(token.said, Why.WRONG_VALUE, possible(operator))
    return Condition(token.said, operator, values, token.is_not, meant)


_OF_ONE = (*DEADLINES, Operator.CREATED, Operator.CHANGED)
_CHECKED = (*FEW, *_OF_ONE, Operator.NUMBER)


def possible(operator: Operator) -> tuple[str, ...]:
    """Return some conditions with this operator as one writes them, where their values are few and known."""
    name = SPELLED[operator].name
    if operator in FEW:
        values = [in_language(word[0]) for word in FEW[operator]]
    elif operator is Operator.OWNER:
        values = [in_language((ME[0], "me")), in_language((NOBODY[0], "nobody"))]
    elif operator in DEADLINES:
        values = [in_language((OVERDUE[0], "overdue")), *(in_language(one) for one in _AHEAD)]
    elif operator in (Operator.CREATED, Operator.CHANGED):
        example = SPELLED[Operator.CREATED].example.partition(":")[2]
        values = [*(in_language(day) for day in DAYS), example]
    else:
        return (SPELLED[operator].example,)
    return tuple(f"{name}:{value}" for value in values)


_AHEAD = (("час", "hour"), DAYS[0], ("завтра", "tomorrow"))


def _values(value: str) -> tuple[str, ...]:
    parts = [value] if value.startswith('"') else value.split(",")
    clean = (" ".join(part.replace('"', "").split()) for part in parts[:MOST_VALUES])
    return tuple(dict.fromkeys(part for part in clean if part))


def _meant(
    operator: Operator, values: tuple[str, ...], today: date
) -> tuple[str, ...] | Span | Ahead | tuple[int, ...] | None:
    if operator in FEW:
        found = [meant_by(operator, value) for value in values]
        return tuple(dict.fromkeys(one for several in found for one in several)) if all(found) else None
    if operator is Operator.NUMBER:
        numbers = [number_in(value) for value in values]
        return tuple(number for number in numbers if number is not None) if None not in numbers else None
    return _moments(operator, values, today) if operator in _OF_ONE else None


def _moments(
    operator: Operator, values: tuple[str, ...], today: date
) -> tuple[str, ...] | Span | Ahead | None:
    """Return what one value says of time; the first of several alone would answer another question than the one shown."""
    if len(values) > 1:
        return None
    if operator in DEADLINES and folded(values[0]) in (*OVERDUE, *UNCOUNTED):
        return ()
    hours = ahead(values[0]) if operator in DEADLINES else None
    return hours or span(values[0], today)
