"""Who gets a ticket: a pure choice among the people of a team, always with its reason."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from okno.people.models import Strategy

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody of the team, as far as a choice goes."""

    pk: int
    is_there: bool = True  # on shift and not away
    is_present: bool = True  # seen at the desk a short while ago
    has_declined: bool = False
    load: int = 0  # tickets in work
    capacity: int | None = None
    given_at: datetime | None = None  # when a strategy gave one last
    skills: frozenset[str] = frozenset()
    knows: int = 0  # earlier tickets of the requester in these hands
    keeps: bool = False  # looks after the organisation

    @property
    def may_get(self) -> bool:
        """True for who is there, at the desk, has room, and has not declined."""
        has_room = self.capacity is None or self.load < self.capacity
        return self.is_there and self.is_present and has_room and not self.has_declined


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets it, and why."""

    pk: int
    why: str


Choice = Callable[[Sequence[Candidate], frozenset[str]], Chosen | None]


def choose(strategy: str, candidates: Iterable[Candidate], wanted: Iterable[str] = ()) -> Chosen | None:
    """Choose among those who may get the ticket; None where nobody may. `wanted` are its service and tags in small letters.

    A strategy that finds nobody of its kind gives the ticket to whoever has least to do.
    """
    able = sorted((one for one in candidates if one.may_get), key=_least)
    if not able or strategy == Strategy.BY_HAND:
        return None
    return _STRATEGIES[strategy](able, frozenset(wanted)) or _least_loaded(able)


def _least(one: Candidate) -> tuple[int, datetime, int]:
    return one.load, one.given_at or NEVER, one.pk


def _least_loaded(able: Sequence[Candidate]) -> Chosen:
    one = able[0]
    if one.capacity is None:
        return Chosen(one.pk, _("on shift, has least to do (in work: %(load)d)") % {"load": one.load})
    told = {"load": one.load, "capacity": one.capacity}
    return Chosen(one.pk, _("on shift, has least to do (%(load)d of %(capacity)d)") % told)


def _in_turn(able: Sequence[Candidate], _wanted: frozenset[str]) -> Chosen:
    one = min(able, key=lambda one: (one.given_at or NEVER, one.pk))
    return Chosen(one.pk, _("on shift, next in turn"))


def _by_skill(able: Sequence[Candidate], wanted: frozenset[str]) -> Chosen | None:
    most = max(len(one.skills & wanted) for one in able)
    if not most:
        return None
    one = next(one for one in able if len(one.skills & wanted) == most)
    return Chosen(
        one.pk, _("on shift, can do it: %(skills)s") % {"skills": ", ".join(sorted(one.skills & wanted))}
    )


def _who_knows(able: Sequence[Candidate], _wanted: frozenset[str]) -> Chosen | None:
    most = max(one.knows for one in able)
    if not most:
        return None
    one = next(one for one in able if one.knows == most)
    return Chosen(one.pk, _("on shift, knows the customer (earlier tickets: %(count)d)") % {"count": most})


def _who_keeps(able: Sequence[Candidate], _wanted: frozenset[str]) -> Chosen | None:
    one = next((one for one in able if one.keeps), None)
    return Chosen(one.pk, _("on shift, looks after the organisation")) if one else None


_STRATEGIES: dict[str, Choice] = {
    Strategy.ROUND_ROBIN: _in_turn,
    Strategy.LEAST_LOADED: lambda able, _wanted: _least_loaded(able),
    Strategy.BY_SKILL: _by_skill,
    Strategy.KNOWS_CUSTOMER: _who_knows,
    Strategy.TERRITORY: _who_keeps,
}
