"""Where the rules would lead a ticket: the same questions in the same order, and nothing is done. Pure but for what is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from okno.automation.deeds import after
from okno.automation.matching import Plan, matches
from okno.automation.seen import Seen
from okno.desk.deeds import Deed

PARTS = ("service", "kind", "priority", "team")


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of a ticket, and which rules fitted on the way."""

    end: Seen
    fitted: frozenset[int]
    owner: int = 0

    def parts(self) -> dict[str, int | str]:
        """Return where the ticket comes to, part by part; tags in one order."""
        told = {name: getattr(self.end, name) for name in PARTS}
        return told | {"owner": self.owner, "tags": ", ".join(sorted(self.end.tags))}


TeamOn = Callable[[int, int], int]  # line, service → the team there, or 0
PriorityBy = Callable[[str, str, int], int]  # impact, urgency, service → the priority by the matrix, or 0


def walk(
    rules: Sequence[tuple[Plan, Sequence[Deed]]], seen: Seen, team_on: TeamOn, priority_by: PriorityBy
) -> Way:
    """Return where the rules lead the ticket."""
    fitted, owner = set(), 0
    for plan, deeds in rules:
        if not matches(plan, seen).fits:
            continue
        fitted.add(plan.pk)
        for deed in deeds:
            seen = after(seen, [deed])
            if deed.name == "assess" and (by_matrix := priority_by(seen.impact, seen.urgency, seen.service)):
                seen = seen.now(priority=by_matrix)
            if deed.name == "line" and (team := team_on(deed.thing, seen.service)):
                seen = seen.now(team=team)
            owner = deed.thing.pk if deed.name == "owner" else owner
        if plan.stops:
            break
    return Way(seen, frozenset(fitted), owner)
