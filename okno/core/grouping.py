"""Rows by what they belong to."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> defaultdict[K, list[T]]:
    """Return the rows by this key, each group in their order; what no row belongs to has an empty group."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
