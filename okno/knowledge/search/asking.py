"""What is asked: words typed in either layout, whole or begun, right or nearly, as families of the desk's own words.

Three statements at most, whatever is asked: the stems; the words of the dictionary that come near; for what nobody knows, the
words that were meant.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from okno.desk.search.layouts import other_layout
from okno.desk.search.words import heard, is_loud, words
from okno.knowledge.search.keys import Piece, swapped
from okno.knowledge.search.kin import HEAD, Asked, Known, meant, relatives
from okno.knowledge.search.lexis import stems
from okno.knowledge.search.sounds import sound
from okno.knowledge.search.spelling import forgiven, lessened
from okno.knowledge.search.synonyms import synonyms

SIGNS_AT_MOST, WORDS_AT_MOST = 300, 24
SHORTEST_BEGINNING = 2  # letters of a word that may go on

_NEAR = """
SELECT term, articles, sound FROM knowledge_term WHERE head = ANY(%s)
UNION SELECT term, articles, sound FROM knowledge_term WHERE sound <> '' AND sound = ANY(%s)
UNION SELECT term, articles, sound FROM knowledge_term WHERE term = ANY(%s)
"""
_BEGUN = """
UNION (SELECT term, articles, sound FROM knowledge_term WHERE term LIKE %s ORDER BY articles DESC LIMIT 60)
"""


@dataclass(frozen=True, slots=True)
class Family:
    """One asked word: the words of the dictionary that stand for it, with the share of each, and in how many articles."""

    shares: dict[str, float]
    counts: tuple[int, ...]

    @property
    def articles(self) -> int:
        """How many rows have to be read for it."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Question:
    """The families in the order of the words; `instead` is the text as it was understood, where that was another one."""

    families: tuple[Family, ...]
    instead: str = ""


def understand(text: str, *, is_typing: bool = False) -> Question:
    """Return what is asked; the last word may be half a word while somebody types."""
    tokens = text[:SIGNS_AT_MOST].split()
    loud = is_loud(text)
    said = [Piece(heard(token, is_loud=loud), words(other_layout(token))) for token in tokens]
    known = stems({word for piece in said for one in (piece.typed, piece.switched) for word in one})
    last = said[-1].typed[-1] if said and said[-1].typed and is_typing and not text[-1:].isspace() else ""
    begun = last.casefold()
    dictionary = _near([stem for stem in known.values() if stem], begun)
    # A name in capitals that no article has is the small word, as ever.
    terms = {one.term for one in dictionary}
    known = {word: stem if stem in terms or not stem.isupper() else "" for word, stem in known.items()}
    likely, swaps = _understood(said, known, dictionary, begun)
    chosen: list[str] = []
    spoken: list[str] = []
    for token, piece, swap in zip(tokens, said, swaps, strict=True):
        chosen += piece.switched if swap else piece.typed
        spoken.append(other_layout(token) if swap else token)
    asked = _asked(list(dict.fromkeys(chosen))[:WORDS_AT_MOST], known, begun)
    families = _families(asked, dictionary, likely)
    changed = " ".join(spoken)
    return Question(tuple(families), changed if changed != " ".join(tokens) else "")


def nearly(
    strangers: Collection[str], also: Callable[[Sequence[str]], Iterable[str]]
) -> dict[str, frozenset[str]]:
    """Return for stems that nobody knows the words that were probably meant: of the dictionary, and of another one.

    `also` gives the words of the other one that have one of these spellings; one statement of ours at most.
    """
    asked = [Asked(stem, stem, "", frozenset()) for stem in strangers if forgiven(stem)]
    if not asked:
        return {}
    others = also([spelled for one in asked for spelled in lessened(one.stem)])
    likely = [*_spelled_nearly(asked), *(Known(term, 0, "") for term in others)]
    return {one.stem: frozenset(found) for one in asked if (found := meant(one, likely))}


def _understood(
    said: Sequence[Piece], known: dict[str, str], dictionary: Sequence[Known], begun: str
) -> tuple[list[Known], list[bool]]:
    """Return the words that may have been meant by those that nobody knows, and which pieces are of the other layout."""
    terms = {one.term for one in dictionary}

    def knows(word: str) -> bool:
        return known[word] in terms

    def has(word: str) -> bool:
        return not known[word] or knows(word) or bool(begun and any(term.startswith(word) for term in terms))

    open_ones = [
        word
        for piece in said
        for word in (*piece.typed, *(() if any(map(has, piece.typed)) else piece.switched))
        if known[word] and not knows(word) and forgiven(known[word])
    ]
    strangers = _asked(list(dict.fromkeys(open_ones)), known, begun)
    likely = _spelled_nearly(strangers)
    near = {one.word for one in strangers if meant(one, likely) or relatives(one, dictionary)}
    swaps = swapped(
        said, has=has, knows=knows, is_filler=lambda word: not known[word], nears=near.__contains__
    )
    return likely, swaps


def _asked(chosen: Sequence[str], known: dict[str, str], begun: str) -> list[Asked]:
    same = synonyms()
    return [
        Asked(plain, stem, sound(stem), same.get(stem, frozenset()), is_begun=plain == begun)
        for word in chosen
        if (stem := known[word] or (begun if word.casefold() == begun else "")) and (plain := word.casefold())
    ]


def _families(asked: Iterable[Asked], dictionary: Sequence[Known], likely: Sequence[Known]) -> list[Family]:
    counts = {one.term: one.articles for one in dictionary}
    found = [(one, relatives(one, dictionary)) for one in asked]
    strangers = [
        one
        for one, shares in found
        if one.stem not in shares and forgiven(one.stem) and not (one.is_begun and shares)
    ]
    counts |= {one.term: one.articles for one in likely}
    families = []
    for one, shares in found:
        wanted = (meant(one, likely) if one in strangers else {}) or shares
        if wanted:
            families.append(Family(wanted, tuple(counts[term] for term in wanted)))
    return families


def _near(roots: Sequence[str], begun: str) -> list[Known]:
    same = synonyms()
    sounds = {heard for stem in roots if (heard := sound(stem))}
    exact = {*roots, *(other for stem in roots for other in same.get(stem, ()))}
    values: list[list[str] | str] = [
        [stem[:HEAD] for stem in roots if len(stem) >= HEAD],
        list(sounds),
        list(exact),
    ]
    is_begun = len(begun) >= SHORTEST_BEGINNING
    return _rows(_NEAR + (_BEGUN if is_begun else ""), [*values, f"{begun}%"] if is_begun else values)


def _spelled_nearly(strangers: Sequence[Asked]) -> list[Known]:
    if not strangers:
        return []
    spelled = [one for asked in strangers for one in lessened(asked.stem)]
    return _rows(
        "SELECT term, articles, sound FROM knowledge_term WHERE spelled && %s::varchar[] LIMIT 500", [spelled]
    )


def _rows(statement: str, values: list[list[str] | str]) -> list[Known]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Known(*row) for row in cursor.fetchall()]
