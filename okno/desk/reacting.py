"""Who reacts to which fact: apps above register short functions; each runs as a job of its own and may run twice."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from okno.core import jobs
from okno.desk.kinds import KINDS
from okno.desk.models import Fact

Reaction = Callable[[Fact], None]

_by_kind: dict[str, list[str]] = defaultdict(list)
_by_name: dict[str, Reaction] = {}


def on(*kinds: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction to these kinds of facts, under the name of its module and function."""

    def register(reaction: Reaction) -> Reaction:
        name = f"{reaction.__module__}.{reaction.__qualname__}"
        _by_name[name] = reaction
        for kind in kinds:
            assert kind in KINDS, f"{kind} is not in okno.desk.kinds"
            _by_kind[kind].append(name)
        return reaction

    return register


def enqueue(facts: Iterable[Fact]) -> None:
    """Put one job for each reaction into the queue, in the transaction of the facts."""
    wishes = [{"reaction": name, "fact": fact.pk} for fact in facts for name in _by_kind.get(fact.kind, ())]
    if wishes:
        react.batch_defer(*wishes)


def table() -> list[tuple[str, str]]:
    """Return all pairs of kind and reaction, sorted: the content of docs/reactions.md."""
    return sorted((kind, name) for kind, names in _by_kind.items() for name in names)


@jobs.task(name="react", queue="reactions")
def react(reaction: str, fact: int) -> None:
    """Let one reaction act on one fact."""
    _by_name[reaction](Fact.objects.select_related("ticket", "message", "by").get(pk=fact))
