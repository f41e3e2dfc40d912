"""Jobs on the same database: enqueued in the transaction of the data, so they commit or vanish with it.

A job may run twice (a worker can die between doing and saying so), so each is harmless when repeated.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app

# Waits of 2, 4, 8 … seconds, about an hour in all; after that the job is failed and the desk doctor shows it.
PATIENT = RetryStrategy(max_attempts=11, exponential_wait=2)
# What a worker takes first: sweeps are short and mend the rest, a letter waits for nobody's report.
PRIORITIES = {"sweeps": 50, "letters": 30, "deliveries": 20, "reactions": 10}
# The priority of what somebody has wished and looks at: it goes before reports and letters that leave.
AWAITED = 25
LIMIT_SECONDS = 120
ALONG_AT_MOST, ALONG_SECONDS = 50, 5.0

__all__ = ["AWAITED", "PATIENT", "app", "every", "later", "limit_of", "ready", "take_along", "task", "wake"]

log = logging.getLogger(__name__)

_limits: dict[str, int] = {}


def task(*, seconds: int = LIMIT_SECONDS, **options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Register a job; without other words it is retried patiently, and given up for this time after `seconds` (REL-18).

    One with a queueing lock is not retried: its second try would collide with a newer wish for the same, and stand still.
    """
    options.setdefault("retry", False if "queueing_lock" in options else PATIENT)
    options.setdefault("priority", PRIORITIES.get(options.get("queue", ""), 0))

    def register(function: Callable[..., Any]) -> Any:
        registered = app.task(**options)(function)
        _limits[registered.name] = seconds
        return registered

    return register


def every(
    cron: str, *, seconds: int = LIMIT_SECONDS, **options: Any
) -> Callable[[Callable[[int], Any]], Any]:
    """Register a sweep that runs by the clock; a sixth field of `cron` counts seconds. It gets the moment that was meant.

    A sweep that failed is not retried: the next one comes anyway. It has a queueing lock and never a lock, so that
    one of a killed worker stops nobody (REL-17).
    """

    def register(function: Callable[[int], Any]) -> Any:
        name = f"{function.__module__}.{function.__qualname__}"
        registered = task(seconds=seconds, queue="sweeps", name=name, queueing_lock=name, **options)(function)
        return app.periodic(cron=cron)(registered)

    return register


def limit_of(name: str) -> int:
    """Return for how many seconds a job of this name may run."""
    return _limits.get(name, LIMIT_SECONDS)


def later(job: Any, *, after: timedelta | None = None, lock: str | None = None, **arguments: Any) -> None:
    """Enqueue in the running transaction. Arguments stay readable in a table: ids only, never secrets (SEC-53)."""
    options: dict[str, Any] = {}
    if after is not None:
        options["schedule_in"] = {"seconds": int(after.total_seconds())}
    if lock is not None:
        options["lock"] = lock
    job.configure(**options).defer(**arguments)


def wake(job: Any, **arguments: Any) -> None:
    """Make sure that a run of the job starts after this transaction; wishes of the same moment share one run.

    No unique key is used: it would make one transaction wait for another, and a second wish could be lost when the
    run that it relies on starts before its own data are committed. Here a waiting run is held until we commit; where
    another transaction holds it, one run more is queued.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH waiting AS (
                SELECT id, queue_name FROM procrastinate_jobs
                WHERE status = 'todo' AND task_name = %(name)s AND args = %(args)s
                  AND (scheduled_at IS NULL OR scheduled_at <= now())
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            SELECT pg_notify(channel, json_build_object('type', 'job_inserted', 'job_id', id)::text)
            FROM waiting, unnest(ARRAY['procrastinate_any_queue_v1', 'procrastinate_queue_v1#' || queue_name]) AS channel
            """,
            {"name": job.name, "args": json.dumps(arguments)},
        )
        shared = cursor.fetchone() is not None
    if not shared:
        job.defer(**arguments)


def take_along(job: Any, act: Callable[..., object]) -> int:
    """Do what else of this kind waits, each row in one transaction with what it asks for; returns how many.

    To fetch a job and to tell of its end costs several times what a short one does itself. `act` gets its arguments. One
    that fails, or the process with it, leaves its row where it was: it is then done alone, as patiently as any other.
    """
    until = time.monotonic() + ALONG_SECONDS
    for done in range(ALONG_AT_MOST):
        if time.monotonic() > until:
            return done
        try:
            with transaction.atomic():
                arguments = _taken(job.name)
                if arguments is None:
                    return done
                act(**arguments)
        except Exception:
            log.exception("a job %s that was taken along failed; it is tried again alone", job.name)
            return done
    return ALONG_AT_MOST


def _taken(name: str) -> dict[str, Any] | None:
    """Take the next row of this kind that has not failed yet, and return its arguments; None where none waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs WHERE id = (
                SELECT id FROM procrastinate_jobs
                WHERE status = 'todo' AND task_name = %s AND attempts = 0 AND lock IS NULL AND queueing_lock IS NULL
                  AND (scheduled_at IS NULL OR scheduled_at <= now())
                ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
            ) RETURNING args::text
            """,
            [name],
        )
        row = cursor.fetchone()
    return json.loads(row[0]) if row else None


def ready(_: App) -> None:
    """Hook of procrastinate after start; the jobs of each app are in its `jobs.py`."""
