"""Questions of long-lived async answers: asked in a thread, and the database connection let go at once (REL-44)."""

from collections.abc import Callable
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

T = TypeVar("T")


async def ask(question: Callable[[], T]) -> T:
    """Return the answer to a question that may read the database; afterwards this request holds no connection.

    It runs in the thread of the request, where that has one of its own: what the middleware opened there is let go, too. The
    questions of all streams share one thread.
    """
    return await sync_to_async(_asked, thread_sensitive=True)(question)


def _asked(question: Callable[[], T]) -> T:
    try:
        return question()
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()
