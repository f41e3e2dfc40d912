"""Who reacts to what happens to an article: apps above register short functions, which run in a job and may run twice."""

from collections import defaultdict
from collections.abc import Callable

from okno.core import jobs
from okno.knowledge.happenings import HAPPENINGS
from okno.knowledge.models import Happening

Reaction = Callable[[Happening], None]
_by_kind: dict[str, list[Reaction]] = defaultdict(list)


def on_happening(*kinds: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction to these kinds of happenings."""

    def register(reaction: Reaction) -> Reaction:
        for kind in kinds:
            assert kind in HAPPENINGS, f"{kind} is not in okno.knowledge.happenings"
            _by_kind[kind].append(reaction)
        return reaction

    return register


def enqueue(happening: Happening) -> None:
    """Let a worker react to it after this transaction, where anybody does."""
    if _by_kind.get(happening.kind):
        jobs.later(react_to_article, happening=happening.pk)


def table() -> list[tuple[str, str]]:
    """Return all pairs of what happens and who reacts, sorted: a part of docs/reactions.md."""
    return sorted(
        (f"article: {kind}", f"{reaction.__module__}.{reaction.__qualname__}")
        for kind, reactions in _by_kind.items()
        for reaction in reactions
    )


@jobs.task(name="react_to_article", queue="reactions")
def react_to_article(happening: int) -> None:
    """Let all react to one happening; what fails is tried again with all of them, for each may act twice."""
    told = Happening.objects.select_related("article", "by").get(pk=happening)
    for reaction in _by_kind[told.kind]:
        reaction(told)
