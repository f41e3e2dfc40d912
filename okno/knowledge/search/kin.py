"""Words of one family: which words of the dictionary speak of the same as an asked one, and how surely. Pure.

A stem forgives endings, not word formation: «установка», «установщик» and «устанавливать» have three stems, one meaning and a
common beginning. A share is how much of an occurrence counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from okno.knowledge.search.spelling import forgiven, slips

HEAD = 4  # letters that a family has in common at least
SHORT = 6  # letters of words for which four in common are enough
FAMILY, SOUND, SYNONYM, BEGUN, MEANT = 0.6, 0.5, 0.5, 0.8, 0.8
MOST = 40  # words of the dictionary for one that is asked


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the dictionary."""

    term: str
    articles: int
    sound: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question: as it was typed, its stem, its sound; the last one may be half a word."""

    word: str
    stem: str
    sound: str
    same: frozenset[str]
    is_begun: bool = False


def relatives(asked: Asked, known: Iterable[Known]) -> dict[str, float]:
    """Return the words of the dictionary that belong to the asked one, with the share of each."""
    shares = {one.term: share for one in known if (share := _share(asked, one))}
    if len(shares) <= MOST:
        return shares
    often = {one.term: one.articles for one in known if one.term in shares}
    first = sorted(shares, key=lambda term: (-shares[term], -often[term], term))
    return {term: shares[term] for term in first[:MOST]}


def meant(asked: Asked, known: Iterable[Known]) -> dict[str, float]:
    """Return the words from which the asked one differs by the fewest slips that are forgiven."""
    far = {one: slips(asked.stem, one.term) for one in known}
    least = min(far.values(), default=0)
    if not 0 < least <= forgiven(asked.stem):
        return {}
    return {one.term: MEANT for one, count in far.items() if count == least}


def _share(asked: Asked, known: Known) -> float:
    if known.term == asked.stem:
        return 1.0
    if asked.is_begun and known.term.startswith(asked.word):
        return BEGUN
    if _is_family(asked.stem, known.term):
        return FAMILY
    if known.term in asked.same:
        return SYNONYM
    return SOUND if asked.sound and known.sound == asked.sound and _alphabets(asked.stem, known.term) else 0.0


def _is_family(one: str, other: str) -> bool:
    if one.isascii() or other.isascii():
        return False
    longest = max(len(one), len(other))
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    common = next(differ, min(len(one), len(other)))
    return (common > HEAD and 2 * common >= longest) or (common == HEAD and longest <= SHORT)


def _alphabets(one: str, other: str) -> bool:
    """Return True where one word is written in Latin letters and the other is not."""
    return one.isascii() != other.isascii()
