"""The one place that reads the time; a verb reads it once and passes it on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moved: ContextVar[datetime | None] = ContextVar("moved clock", default=None)


def now() -> datetime:
    """Return the present moment in UTC."""
    return _moved.get() or timezone.now()


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Let the verbs of this block happen at another moment: how a world with a past is made through the verbs."""
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)
