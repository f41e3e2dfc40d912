"""The passage of an article that answers, with the words that were found. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from okno.knowledge.search.lexis import places

WORDS = 32  # of a passage
BEFORE = 6  # words in front of the first one that was found


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a passage; `is_found` is marked."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text in its parts; it may begin and end in the middle."""

    parts: tuple[Part, ...]
    is_begun: bool
    goes_on: bool


def passage(text: str, stems: str, weights: Mapping[str, float]) -> Passage:
    """Return the piece in which most was found; each word counts once by its weight. Without any, the beginning."""
    spots, row = places(text), stems.split(" ") if stems else []
    first = _best(row, weights)
    last = min(first + WORDS, len(spots))
    if not spots:
        return Passage((), is_begun=False, goes_on=False)
    start = 0 if first == 0 else spots[first].start
    end = len(text) if last == len(spots) else spots[last - 1].end
    parts, at = [], start
    for number in range(first, last):
        if weights.get(row[number], 0.0) > 0:
            spot = spots[number]
            parts += [
                Part(text[at : spot.start], is_found=False),
                Part(text[spot.start : spot.end], is_found=True),
            ]
            at = spot.end
    parts.append(Part(text[at:end], is_found=False))
    return Passage(tuple(part for part in parts if part.text), is_begun=start > 0, goes_on=end < len(text))


def _best(row: list[str], weights: Mapping[str, float]) -> int:
    found = [at for at, stem in enumerate(row) if weights.get(stem, 0.0) > 0]
    best, most = 0, 0.0
    for number, at in enumerate(found):
        seen: dict[str, float] = {}
        for other in found[number:]:
            if other >= at + WORDS - BEFORE:
                break
            seen[row[other]] = weights[row[other]]
        if (sum_of := sum(seen.values())) > most:
            best, most = at, sum_of
    return max(0, best - BEFORE)
