"""Jobs on the same database: enqueued in the transaction of the data, so they commit or vanish with it.

A job may run twice (a worker can die between doing and saying so), so each is harmless when repeated.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

# Waits of 2, 4, 8 … seconds, about an hour in all; after that the job is failed and the desk doctor shows it.
PATIENT = RetryStrategy(max_attempts=11, exponential_wait=2)

__all__ = ["PATIENT", "app", "later", "ready", "task", "wake"]


def task(**options: Any) -> Callable[[Callable[P, R]], Any]:
    """Register a job; without other words it is retried patiently."""
    options.setdefault("retry", PATIENT)
    return app.task(**options)


def later(job: Any, *, after: timedelta | None = None, lock: str | None = None, **arguments: Any) -> None:
    """Enqueue in the running transaction. Arguments stay readable in a table: ids only, never secrets (SEC-53)."""
    options: dict[str, Any] = {}
    if after is not None:
        options["schedule_in"] = {"seconds": int(after.total_seconds())}
    if lock is not None:
        options["lock"] = lock
    job.configure(**options).defer(**arguments)


def wake(job: Any, *, key: str) -> None:
    """Make sure that one run of the job waits in the queue; a second wish for it is the same wish."""
    try:
        with transaction.atomic():
            job.configure(queueing_lock=key).defer()
    except AlreadyEnqueued:
        pass


def ready(_: App) -> None:
    """Hook of procrastinate after start; the jobs of each app are in its `jobs.py`."""
