"""Work for which one process would need too long, shared by several that are forked for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import get_context
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
LOOK = 0.2  # seconds between two looks at how far they are


def share(work: Callable[[T], Iterable[int]], parts: Sequence[T]) -> Iterator[int]:
    """Let each part be worked on in a process of its own, a single one here; yields how much is done in all.

    `work` yields how much it has just done. Raises RuntimeError where a process fails; it has told why itself.
    """
    if len(parts) == 1:
        done = 0
        for count in work(parts[0]):
            done += count
            yield done
        return
    connection.close()  # no process may speak on a line of another
    connection.close_pool()  # type: ignore[attr-defined] # of the PostgreSQL backend
    context = get_context("fork")
    counter = context.Value("i", 0)

    def run(part: T) -> None:
        for count in work(part):
            with counter.get_lock():
                counter.value += count

    processes = [context.Process(target=run, args=(part,), daemon=True) for part in parts]
    for process in processes:
        process.start()
    for process in processes:
        while process.is_alive():
            process.join(LOOK)
            yield counter.value
    if any(process.exitcode for process in processes):
        raise RuntimeError("a part of the work has failed")
