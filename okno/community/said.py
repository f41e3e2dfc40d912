"""What somebody wants to say in the community, before it is a post."""

from collections.abc import Sequence
from dataclasses import dataclass

from okno.knowledge.models import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in a post."""

    title: str
    text: str
    section: Section | None = None
    tags: Sequence[str] = ()
