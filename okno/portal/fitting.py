"""Which rows fit the words of somebody who says what happened: any ending, either layout, a slip of the finger. Pure.

A short word («1С», «ЭП») is the name of a thing and stands for itself alone, never for the beginning of another word. A word that
no row has is taken for those from which it differs by a slip or two.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import itemgetter
from typing import Final, Generic, TypeVar

from okno.desk.search.words import spoken
from okno.knowledge.search.spelling import forgiven, slips

T = TypeVar("T")
Asked = tuple[frozenset[str], ...]  # for each word its stems, in both layouts of the keyboard

BESIDE: Final = 3  # rows of a kind
BEGINS: Final = 3  # letters of a stem that may go on
MENDED_AT_MOST: Final = 6  # words with a slip
IN_TALK: Final = 0.5  # how much a word counts that only the conversation has


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """Rows with the words of each, and all their words in order."""

    rows: Sequence[tuple[T, frozenset[str]]]
    known: Sequence[str]

    def stand_for(self, asked: Asked, *, mends: bool = True) -> list[frozenset[str]]:
        """Return for each asked word those of the rows that stand for it."""
        found = [frozenset(word for stem in one for word in _begun(stem, self.known)) for one in asked]
        lonely = [at for at, one in enumerate(found) if not one][: MENDED_AT_MOST * mends]
        for at in lonely:
            found[at] = frozenset(word for stem in asked[at] for word in _slipped(stem, self.known))
        return found


def shelf(rows: Iterable[T], text_of: Callable[[T], str]) -> Shelf[T]:
    """Return the rows, ready to be compared."""
    said = [(row, _words(text_of(row))) for row in rows]
    return Shelf(said, sorted({word for _row, has in said for word in has}))


def best(
    asked: Asked,
    shelved: Shelf[T],
    *,
    talks: Callable[[T], Collection[int]] = lambda _row: (),
    comes_first: Callable[[T], bool] = lambda _row: False,
) -> list[T]:
    """Return the rows with most of the words; among equals those that `comes_first` names, then as they came.

    `talks` gives the places of the words that were said about a row elsewhere; by these alone it fits with half of them.
    """
    stand = shelved.stand_for(asked)
    scored = [
        (score, comes_first(row), row)
        for row, said in shelved.rows
        if (score := _score([not said.isdisjoint(one) for one in stand], talks(row)))
    ]
    return [row for *_score_of, row in sorted(scored, key=itemgetter(0, 1), reverse=True)[:BESIDE]]


def _score(held: Sequence[bool], talked: Collection[int]) -> float:
    in_talk = sum(at in talked and not is_held for at, is_held in enumerate(held))
    if any(held) or 2 * in_talk >= len(held):
        return sum(held) + IN_TALK * in_talk
    return 0


def _begun(stem: str, known: Sequence[str]) -> Iterable[str]:
    """Return the known words that begin so, or are this one where it is short."""
    at = bisect_left(known, stem)
    if len(stem) < BEGINS:
        return known[at : at + 1] if known[at : at + 1] == [stem] and len(stem) > 1 else ()
    return takewhile(lambda word: word.startswith(stem), known[at:])


def _slipped(stem: str, known: Sequence[str]) -> list[str]:
    """Return the known words whose beginnings differ from the stem by the fewest slips that are forgiven."""
    least, found = forgiven(stem), list[str]()
    letters = set(stem)
    for word in known if least else ():
        if len(word) + least < len(stem) or len(letters.difference(word)) > least:
            continue
        far = min(slips(stem, word[:end]) for end in range(len(stem) - 1, len(stem) + 2))
        if far < least:
            least, found = far, []
        if far == least:
            found.append(word)
    return found


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    said = spoken(text)
    return frozenset([*said, *(word.casefold() for word in said)])
