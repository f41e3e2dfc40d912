"""What the doctor says of one organ."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Health(StrEnum):
    WELL = "well"
    CARE = "care"  # works, but somebody should look
    ILL = "ill"


@dataclass(frozen=True)
class Finding:
    """One line of the table: a short name, how it is, what was seen, what to do."""

    name: str
    health: Health
    seen: str
    advice: str = ""

    def plain(self) -> dict[str, str]:
        """Return the finding for `--json`."""
        return asdict(self)


def well(name: str, seen: str) -> Finding:
    """Return that all is well."""
    return Finding(name, Health.WELL, seen)


def care(name: str, seen: str, advice: str) -> Finding:
    """Return that somebody should look."""
    return Finding(name, Health.CARE, seen, advice)


def ill(name: str, seen: str, advice: str) -> Finding:
    """Return that something is broken."""
    return Finding(name, Health.ILL, seen, advice)
