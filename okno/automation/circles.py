"""Rules that would send a ticket in a circle are found before they are saved. Pure.

A run goes through the rules once, so nothing ever turns for ever; but two rules that undo one another are a mistake.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from okno.automation.matching import Group

# What a rule may ask and change.
CHANGED = (
    "service",
    "kind",
    "impact",
    "urgency",
    "priority",
    "team",
    "owner",
)
# Where two sets of values have nothing in common, or something.
COMPARED = (
    *CHANGED,
    "door",
    "organisation",
    "day",
)
ROADS = 200  # so many are looked at from each rule on; what is not found ends with the run all the same
Thing = int | str


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A rule as far as circles go: what it needs for certain, and what it makes of it."""

    name: str
    needs: Mapping[str, frozenset[Thing]] = field(default_factory=dict)
    makes: Mapping[str, Thing] = field(default_factory=dict)


def needs_of(groups: Iterable[Group]) -> dict[str, frozenset[Thing]]:
    """Return what must be so for all groups to fit: only what is asked for certain, not one of several things."""
    needs: dict[str, frozenset[Thing]] = {}
    for group in groups:
        if group.any_will_do and len(group.of) > 1:
            continue
        for one in group.of:
            if one.about in COMPARED and not one.is_not:
                values = frozenset(value.meant for value in one.values)
                needs[one.about] = needs.get(one.about, values) & values
    return needs


def circle(turns: Sequence[Turn]) -> list[Turn]:
    """Return the rules of a circle in their order, one after the other; none where there is none."""
    for about in CHANGED:
        for start in turns:
            for road in islice(_roads(about, start, turns), ROADS):
                if _is_closed(road, about) and _can_be(road, about):
                    return road
    return []


def _roads(about: str, start: Turn, turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Yield the ways along what the rules make of this, until they lead back; short ones first, a rule once in each."""
    waiting = deque([[start]] if start.needs.get(about) else [])
    while waiting:
        road = waiting.popleft()
        made, needed = road[-1].makes.get(about), road[-1].needs.get(about, ())
        if made is None or made in needed:
            continue
        yield road
        if not _is_closed(road, about):
            waiting += [
                [*road, turn] for turn in turns if turn not in road and made in turn.needs.get(about, ())
            ]


def _is_closed(road: list[Turn], about: str) -> bool:
    return road[-1].makes[about] in road[0].needs[about]


def _can_be(road: list[Turn], about: str) -> bool:
    """Tell whether one ticket can fit all rules of the way: nothing that they do not change themselves excludes it."""
    for name in COMPARED:
        if name == about or any(name in turn.makes for turn in road):
            continue
        asked = [turn.needs[name] for turn in road if name in turn.needs]
        if asked and not frozenset.intersection(*asked):
            return False
    return True
