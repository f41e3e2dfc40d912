"""How answers become one figure. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PROMOTER_FROM: Final = 9
DETRACTOR_TO: Final = 6
SATISFIED_FROM: Final = 4  # stars of five


@dataclass(frozen=True, slots=True)
class Nps:
    """Of how many answers how many recommend us.

    Source: F. Reichheld, “The One Number You Need to Grow”, Harvard Business Review 12/2003.
    """

    promoters: int
    passives: int
    detractors: int

    @property
    def count(self) -> int:
        """How many have answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> int | None:
        """Percent of promoters less percent of detractors, −100 to 100; None where nobody has answered."""
        return round(100 * (self.promoters - self.detractors) / self.count) if self.count else None

    @property
    def told(self) -> str:
        """The score with its sign, as it is usually written."""
        return "—" if self.score is None else f"{self.score:+d}".replace("-", "−") if self.score else "0"


def nps(counts: Mapping[int | None, int]) -> Nps:
    """Return the figure of so many answers of each score, 0 to 10; who has not answered does not count."""
    said = {score: count for score, count in counts.items() if score is not None}
    promoters = sum(count for score, count in said.items() if score >= PROMOTER_FROM)
    detractors = sum(count for score, count in said.items() if score <= DETRACTOR_TO)
    return Nps(promoters, sum(said.values()) - promoters - detractors, detractors)


def csat(counts: Mapping[int, int]) -> int | None:
    """Return the percent of ratings with four or five stars (CSAT, “top two boxes”); None where there is no rating."""
    every = sum(counts.values())
    satisfied = sum(count for stars, count in counts.items() if stars >= SATISFIED_FROM)
    return round(100 * satisfied / every) if every else None
