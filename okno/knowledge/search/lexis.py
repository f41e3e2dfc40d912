"""From words to stems: the words are the desk's (`desk/search/words.py`), the stems PostgreSQL's, as for tickets."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from okno.desk.search.words import LINE, LONGEST, SIGN, heard, is_loud, words

NOTHING = "-"  # stands where a word has no stem worth looking for
_WORD = re.compile(f"{SIGN}+")
_BOUND = re.compile(rf"({SIGN}+)[-\u2010\u2011]({SIGN}+)")


def stems(asked: Collection[str]) -> dict[str, str]:
    """Return the stem of each word, "" for those that every text has; one statement.

    A name in capitals that would be such a word («ПО») is its own stem, in capitals: it is never the small word.
    """
    if not asked:
        return {}
    plain = {word: word.casefold() for word in asked}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize(CASE WHEN word ~ '[а-я]' THEN 'russian_stem' ELSE 'english_stem' END"
            "::regdictionary, word))[1] FROM unnest(%s::text[]) AS asked (word)",
            [list(set(plain.values()))],
        )
        found = dict(cursor.fetchall())
    return {word: found[small] or (word if word != small else "") for word, small in plain.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a text: where it stands and how it is compared."""

    start: int
    end: int
    word: str


def places(text: str) -> list[Place]:
    """Return the words of a text with their places; encoded bytes keep their place without a word."""
    found = []
    for line in LINE.finditer(text):
        loud = is_loud(line.group())
        for match in _WORD.finditer(line.group()):
            plain = heard(match.group(), is_loud=loud) if match.end() - match.start() <= LONGEST else []
            start, end = line.start() + match.start(), line.start() + match.end()
            found.append(Place(start, end, plain[0] if len(plain) == 1 else ""))
    return found


def joined(text: str) -> list[str]:
    """Return words that are bound by a hyphen as if they were one: “Wi-Fi” is “wifi”, too."""
    both = [left + right for left, right in _BOUND.findall(text) if len(left) + len(right) <= LONGEST]
    return words(" ".join(both))
