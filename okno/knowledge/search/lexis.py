"""From words to stems: the words are the desk's (`desk/search/words.py`), the stems PostgreSQL's, as for tickets."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from okno.desk.search.words import LONGEST, SIGN, words

NOTHING = "-"  # stands where a word has no stem worth looking for
_WORD = re.compile(f"{SIGN}+")
_BOUND = re.compile(rf"({SIGN}+)[-\u2010\u2011]({SIGN}+)")


def stems(asked: Collection[str]) -> dict[str, str]:
    """Return the stem of each word, "" for those that every text has; one statement."""
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize(CASE WHEN word ~ '[а-я]' THEN 'russian_stem' ELSE 'english_stem' END"
            "::regdictionary, word))[1] FROM unnest(%s::text[]) AS asked (word)",
            [list(asked)],
        )
        return {word: stem or "" for word, stem in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a text: where it stands and how it is compared."""

    start: int
    end: int
    word: str


def places(text: str) -> list[Place]:
    """Return the words of a text with their places; encoded bytes keep their place without a word."""
    found = []
    for match in _WORD.finditer(text):
        plain = words(match.group()) if match.end() - match.start() <= LONGEST else []
        found.append(Place(match.start(), match.end(), plain[0] if len(plain) == 1 else ""))
    return found


def joined(text: str) -> list[str]:
    """Return words that are bound by a hyphen as if they were one: “Wi-Fi” is “wifi”, too."""
    both = [left + right for left, right in _BOUND.findall(text) if len(left) + len(right) <= LONGEST]
    return words(" ".join(both))
