"""In which words of others somebody is named: as he is written down, or in another case of the name (Иванову, Ниной)."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Left, Lower, NullIf, Replace

from okno.desk.models import Message
from okno.desk.search.words import words
from okno.knowledge.search.lexis import stems
from okno.people.forgetting import SHORTEST

NEEDLES: Final = 12  # names and addresses that are looked for
SIGNS: Final = 50_000  # of one message
_VOWELS, _SOFT = "аеиоуыэюя", "ьй"
_HARD_ENDS, _SOFT_ENDS = ("а", "у", "ом", "ым", "е"), ("я", "ю", "ем", "е")
_VOWEL_ENDS = ("ы", "и", "е", "у", "ю", "ой", "ей")


def naming(messages: QuerySet[Message], needles: Iterable[str]) -> QuerySet[Message]:
    """Return those of the messages in which a name or an address stands as it is written down."""
    asked = [Q(text__icontains=one) | Q(full_text__icontains=one) for one in list(needles)[:NEEDLES]]
    return messages.filter(reduce(or_, asked)) if asked else messages.none()


def may_name(messages: QuerySet[Message], needles: Iterable[str]) -> QuerySet[Message]:
    """Return those in which a word of a name stands in any case: it may be the person, or somebody called alike."""
    asked = forms(word for one in list(needles)[:NEEDLES] if "@" not in one for word in words(one))
    if not asked:
        return messages.none()
    said = Replace(
        Lower(Left(Coalesce(NullIf(F("full_text"), Value("")), F("text")), SIGNS)), Value("ё"), Value("е")
    )
    both = SearchVector(said, config="russian") + SearchVector(said, config="simple")
    query = SearchQuery(" | ".join(f"'{one}'" for one in sorted(asked)), config="simple", search_type="raw")
    return messages.annotate(said=both).filter(said=query)


def forms(names: Iterable[str]) -> set[str]:
    """Return these words of names with the stems of their cases; one statement.

    The stem of «Иванов» is that of «Иван», so a name that ends hard is looked for as it is, and by the stems of its cases.
    """
    long_enough = {one for one in names if len(one) >= SHORTEST and not any(sign.isdigit() for sign in one)}
    cases = {one: _cases(one) for one in long_enough}
    known = stems({case for all_of_one in cases.values() for case in all_of_one})
    return long_enough | {stem for stem in known.values() if len(stem) > 1}


def _cases(name: str) -> list[str]:
    """Return a name in cases in which Russian grammar may put it; one in Latin letters as it is."""
    if name.isascii():
        return [name]
    if name[-1] in _SOFT:
        return [name[:-1] + end for end in _SOFT_ENDS]
    if name[-1] in _VOWELS:
        return [name, *(name[:-1] + end for end in _VOWEL_ENDS)]
    return [name + end for end in _HARD_ENDS]
