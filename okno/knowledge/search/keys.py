"""Which words were typed with the keyboard in the other layout. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Letters of a word that nobody knows, from which on it is taken for one of a text in the other layout.
LONG_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two blanks: its words as they were typed, and as the same keys write in the other layout."""

    typed: Sequence[str]
    switched: Sequence[str]

    @property
    def is_latin(self) -> bool:
        """True where it was typed in Latin letters."""
        return all(word.isascii() for word in self.typed)


Said = Callable[[str], bool]


def swapped(pieces: Sequence[Piece], *, has: Said, knows: Said, is_filler: Said, nears: Said) -> list[bool]:
    """Return for each piece whether the other layout was meant.

    `knows`: the dictionary has the word; `has`: that, or it begins one, or every text has it; `is_filler`: every text has it;
    `nears`: a slip away from one of the dictionary. A word that nobody knows goes with those beside it.
    """

    def one(piece: Piece) -> bool:
        if not piece.switched or any(map(has, piece.typed)):
            return False
        return any(map(knows, piece.switched)) or (
            any(map(nears, piece.switched)) and not any(map(nears, piece.typed))
        )

    def goes_along(piece: Piece) -> bool:
        if not piece.switched or any(map(has, piece.typed)) or any(map(nears, piece.typed)):
            return False
        return piece.is_latin in sides and (
            all(map(is_filler, piece.switched)) or min(map(len, piece.switched)) >= LONG_ENOUGH
        )

    sure = [one(piece) for piece in pieces]
    sides = {piece.is_latin for piece, swaps in zip(pieces, sure, strict=True) if swaps}
    return [swaps or goes_along(piece) for piece, swaps in zip(pieces, sure, strict=True)]
