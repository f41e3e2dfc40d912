"""The search itself: which tickets fit what is asked, in which order; bounded in rows and in time.

Open tickets stand first, then the rank of the words falls with age: what happened a season ago counts half. The newest
five hundred that fit are ranked; to rank all would read a tenth of a large desk for one common word.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import OperationalError, connection, transaction
from django.db.models import Case, ExpressionWrapper, F, FloatField, Func, Value, When
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _
from psycopg import errors

from okno.core.refusals import Refusal
from okno.desk import access
from okno.desk.models import Ticket
from okno.desk.models.ticket import LIVE, TicketQuerySet
from okno.desk.search.conditions import filters
from okno.desk.search.language import Asked, Words
from okno.people.models import Person

RANKED = 500
TIME_LIMIT_MS = 2000
HALF_AFTER_DAYS = 90
_SHORTEST_BEGINNING = 3  # signs; what begins with fewer is half the desk
_LEXEME = re.compile(r"'((?:[^']|'')+)'(:\S*)?")


class TooSlow(Refusal):
    status = 503
    message = _("The search took too long. Please add a word or a condition, so that less fits.")


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets in their order, what was understood, and what to look for in their texts."""

    tickets: TicketQuerySet
    asked: Asked
    stems: tuple[tuple[str, bool], ...]  # and whether the word may go on
    exact: tuple[str, ...]
    common: tuple[Words, ...]  # words that every text has; they were not looked for

    @property
    def is_all_common(self) -> bool:
        """True where nothing was asked but such words."""
        return bool(self.common) and len(self.common) == len(self.asked.terms)


def find(reader: Person, asked: Asked) -> Found:
    """Return what the reader may see of what is asked; nothing where nothing searchable is asked."""
    told = filters(asked, reader)
    asked = told.asked
    loose = [term for term in asked.words if not term.is_exact]
    strict = [term for term in asked.words if term.is_exact]
    stems, exact, common = _lexemes(asked, loose, strict)
    loose = [term for term in loose if term not in common]
    tickets = access.tickets_for(reader).standing()
    if not (loose or strict or asked.conditions):
        return Found(tickets.none(), asked, (), (), common)
    for q in told.holds:
        tickets = tickets.filter(q)
    for q in told.fails:
        tickets = tickets.exclude(q)
    queries: list[tuple[str, SearchQuery]] = []
    if loose:
        queries.append(("search__stems", _query(loose, asked, "russian")))
    if strict:
        queries.append(("search__exact", _query(strict, asked, "simple")))
    for column, query in queries:
        tickets = tickets.filter(**{column: query})
    newest = tickets.order_by("-pk").values("pk")[:RANKED]
    return Found(_ranked(newest, queries), asked, stems, exact, common)


@contextmanager
def in_time() -> Iterator[None]:
    """Give the statements of a search a limit of their own; raises TooSlow."""
    try:
        with transaction.atomic():
            _limit(TIME_LIMIT_MS)
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, errors.QueryCanceled):
            raise TooSlow from error
        raise


def _limit(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])


def _ranked(newest: Any, queries: list[tuple[str, SearchQuery]]) -> TicketQuerySet:
    """Sort the newest that fit: open ones, then by rank and freshness."""
    is_over = Case(When(state__in=LIVE, then=0), default=1)
    ranked = Ticket.objects.filter(pk__in=newest)
    if not queries:
        return ranked.order_by(is_over, "-changed_at", "-pk")
    column, query = queries[0]
    age = Cast(Func(Value("epoch"), Now() - F("changed_at"), function="date_part"), FloatField())
    weight = ExpressionWrapper(
        SearchRank(F(column), query) / (1.0 + age / (86_400.0 * HALF_AFTER_DAYS)), output_field=FloatField()
    )
    return ranked.order_by(is_over, weight.desc(), "-pk")


def _query(terms: list[Words], asked: Asked, language: str) -> SearchQuery:
    return SearchQuery(
        " & ".join(_written(term, asked) for term in terms), config=language, search_type="raw"
    )


def _written(term: Words, asked: Asked, *, negation: bool = True) -> str:
    """Write a term for to_tsquery; its parts hold letters and digits alone. The word that is being typed may go on."""
    row = " <-> ".join(term.parts)
    if _goes_on(term, asked):
        row = f"({row} | {row}:*)"
    return f"!({row})" if term.is_not and negation else f"({row})"


def _goes_on(term: Words, asked: Asked) -> bool:
    return asked.is_typing and term is asked.words[-1] and len(term.parts[-1]) >= _SHORTEST_BEGINNING


def _lexemes(
    asked: Asked, loose: list[Words], strict: list[Words]
) -> tuple[tuple[tuple[str, bool], ...], tuple[str, ...], tuple[Words, ...]]:
    """Ask the database once what it makes of the words: their stems, and which are so common that it ignores them."""
    exact = tuple(part for term in strict if not term.is_not for part in term.parts)
    if not loose:
        return (), exact, ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsquery('russian', word)::text FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, place)"
            " ORDER BY place",
            [[_written(term, asked, negation=False) for term in loose]],
        )
        told = [row[0] for row in cursor.fetchall()]
    stems = dict.fromkeys(
        (lexeme.replace("''", "'"), bool(more))
        for term, query in zip(loose, told, strict=True)
        if not term.is_not
        for lexeme, more in _LEXEME.findall(query)
    )
    common = tuple(term for term, query in zip(loose, told, strict=True) if not query)
    return tuple(stems), exact, common
