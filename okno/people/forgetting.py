"""Whom the desk forgets, and how what tells who it was is blacked out in texts and plain data. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

BLACK: Final = "█" * 6
SHORTEST: Final = 3  # signs; less than that stands in words of others, too
NEEDLES_AT_MOST: Final = 400


@dataclass(frozen=True)
class Gone:
    """A person with all who were merged into him, and the names and addresses under which they were known."""

    people: tuple[int, ...]
    needles: tuple[str, ...]
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the pattern together once."""
        object.__setattr__(self, "_pattern", _pattern(self.needles))

    @property
    def person(self) -> int:
        """The one who stands for all of them."""
        return self.people[0]

    def black(self, text: str) -> str:
        """Return the text with names and addresses blacked out."""
        return self._pattern.sub(BLACK, text)

    def clean(self, value: Any) -> Any:
        """Return plain data with names and addresses blacked out in every text of it."""
        if isinstance(value, str):
            return self.black(value)
        if isinstance(value, dict):
            return {name: self.clean(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.clean(one) for one in value]
        return value


def needles_of(words: list[str]) -> tuple[str, ...]:
    """Return these names and addresses without doubles, the longest first: a part of one never leaves the rest behind."""
    told = {one.lower(): one for one in (" ".join(word.split()) for word in words)}
    kept = sorted((one for one in told.values() if len(one) >= SHORTEST), key=lambda one: (-len(one), one))
    return tuple(kept[:NEEDLES_AT_MOST])


def _pattern(needles: tuple[str, ...]) -> re.Pattern[str]:
    if not needles:
        return re.compile(r"(?!)")
    parts = "|".join(r"\s+".join(map(re.escape, needle.split())) for needle in needles)
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)
