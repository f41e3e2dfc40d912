"""What rules know of a ticket: plain values, so that a rule can be asked about any ticket, also one of last year. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self

Stems = Mapping[str, tuple[int, ...]]  # a stem, and where in the text it stands
Answers = Mapping[str, tuple[str, ...]]  # a question as it is asked, and what was answered
Names = Mapping[tuple[str, int], str]
NONE: Stems = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One ticket at one moment; rows by their ids, none is 0."""

    subject: Stems = field(default_factory=dict)
    words: Stems = field(default_factory=dict)  # of the subject and the text
    sender: str = ""
    address: str = ""  # of ours, to which it was written
    door: str = ""
    organisation: int = 0
    level: int = 0  # of support, of the organisation
    region: str = ""
    requester: str = ""
    wish: str = ""  # how urgent the customer calls it
    impact: str = ""
    urgency: str = ""
    service: int = 0
    priority: int = 0
    team: int = 0
    owner: int = 0
    kind: str = ""
    state: str = "new"
    waiting: str = ""  # for what
    request: int = 0  # the type of the request of which it is, or is a part
    answers: Answers = field(default_factory=dict)
    is_part: bool = False
    is_follow_up: bool = False
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    has_files: bool = False
    is_working_time: bool = True
    day: str = "mon"
    minute: int = 0  # of the day
    names: Names = field(default_factory=dict)  # what the rows are called

    def now(self, **changed: object) -> Self:
        """Return the ticket as it is after a change."""
        return replace(self, **changed)  # type: ignore[arg-type] # the names of its own fields

    def called(self, about: str, row: int) -> str:
        """Return what a row is called, as far as it is known here."""
        return self.names.get((about, row), "")
