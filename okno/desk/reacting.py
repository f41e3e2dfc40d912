"""Who reacts to which fact: apps above register short functions; those of one fact share a job, and each may run twice.

A job costs more than most reactions, so one that has begun takes along what else waits. A reaction that fails is tried again
in a job of its own; the others are not held up.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from django.db.models import QuerySet

from okno.core import jobs
from okno.core.prepared import prepared
from okno.desk.kinds import KINDS
from okno.desk.models import Fact

Reaction = Callable[[Fact], None]
Together = Callable[[list[Fact]], None]
One = TypeVar("One", Reaction, Together)
Where = Callable[[Fact], bool]

AGAIN_AFTER = timedelta(seconds=2)
log = logging.getLogger(__name__)
_by_kind: dict[str, list[str]] = defaultdict(list)
_by_name: dict[str, Reaction] = {}
_of_many: dict[str, Together] = {}
_where: dict[str, Where] = {}
_written = ContextVar("written", default=0)  # how often this thread has written facts


def on(*kinds: str, where: Where | None = None) -> Callable[[Reaction], Reaction]:
    """Register a reaction to these kinds of facts, under the name of its module and function.

    `where` tells from the fact and its ticket alone whether there is anything to do: else no job is enqueued.
    """

    def register(reaction: Reaction) -> Reaction:
        if where is not None:
            _where[f"{reaction.__module__}.{reaction.__qualname__}"] = where
        return _register(reaction, _by_name, kinds)

    return register


def on_many(*kinds: str) -> Callable[[Together], Together]:
    """Register a reaction to all facts of these kinds that one transaction writes: one job for a thousand warnings."""
    return lambda reaction: _register(reaction, _of_many, kinds)


def _register(reaction: One, book: dict[str, One], kinds: Iterable[str]) -> One:
    name = f"{reaction.__module__}.{reaction.__qualname__}"
    book[name] = reaction
    for kind in kinds:
        assert kind in KINDS, f"{kind} is not in okno.desk.kinds"
        _by_kind[kind].append(name)
    return reaction


def enqueue(facts: Iterable[Fact]) -> None:
    """Put one job for the reactions of each fact into the queue, in the transaction of the facts."""
    _written.set(_written.get() + 1)
    wishes: list[dict[str, Any]] = []
    several: defaultdict[str, list[int]] = defaultdict(list)
    for fact in facts:
        wanted = [name for name in _by_kind.get(fact.kind, ()) if wants(name, fact)]
        for name in wanted:
            if name in _of_many:
                several[name].append(fact.pk)
        if single := [name for name in wanted if name not in _of_many]:
            wishes.append({"reaction": single if len(single) > 1 else single[0], "fact": fact.pk})
    wishes += [{"reaction": name, "fact": pks} for name, pks in several.items()]
    if wishes:
        react.batch_defer(*wishes)


def wants(name: str, fact: Fact) -> bool:
    """True where the reaction of this name has anything to do with a fact of its kinds."""
    return name not in _where or _where[name](fact)


def table() -> list[tuple[str, str]]:
    """Return all pairs of kind and reaction, sorted: the content of docs/reactions.md."""
    return sorted((kind, name) for kind, names in _by_kind.items() for name in names)


@jobs.task(name="react", queue="reactions")
def react(reaction: str | list[str], fact: int | list[int]) -> None:
    """Let reactions act on one fact, one after the other, or one reaction on several facts of one transaction."""
    _react(reaction, fact, _try)
    jobs.take_along(react, partial(_react, act=_act))


def _react(reaction: str | list[str], fact: int | list[int], act: Callable[[str, Fact], None]) -> None:
    if isinstance(fact, list):
        assert isinstance(reaction, str), "several facts have one reaction"
        _of_many[reaction](list(_known().filter(pk__in=fact).order_by("id")))
    elif isinstance(reaction, str):
        _act(reaction, _fact(fact))
    else:
        told, written = _fact(fact), _written.get()
        for name in reaction:
            if _written.get() != written:  # the one before has changed the ticket
                told, written = _fact(fact), _written.get()
            act(name, told)


def _known() -> QuerySet[Fact]:
    return Fact.objects.select_related("ticket", "message", "by")


@prepared
def _one(pk: int) -> QuerySet[Fact]:
    return _known().filter(pk=pk)


def _fact(pk: int) -> Fact:
    """Return the fact with its ticket; that of its message is the same one, where the message was not moved since."""
    told = next(iter(_one(pk)), None)
    if told is None:
        raise Fact.DoesNotExist
    if told.message is not None and told.ticket is not None and told.message.ticket_id == told.ticket_id:
        told.message.ticket = told.ticket
    return told


def _act(name: str, fact: Fact) -> None:
    _by_name[name](fact)


def _try(name: str, fact: Fact) -> None:
    """Let one reaction act; one that fails is tried again alone, as patiently as any job."""
    try:
        _act(name, fact)
    except Exception:
        log.exception("reaction %s failed for fact %s; it is tried again alone", name, fact.pk)
        jobs.later(react, after=AGAIN_AFTER, reaction=name, fact=fact.pk)
