"""Jobs of dead workers go on; ended jobs are forgotten."""

import pytest
from django.db import connection

from okno.core import jobs, sweeps
from tests.queue import waiting

pytestmark = pytest.mark.django_db


@jobs.task(name="tests.work", queue="reactions")
def work() -> None:
    """Stands for any job."""


def taken(*, silent_for: int, attempts: int = 0, queueing_lock: str | None = None) -> int:
    """A job in the hands of a worker who was silent for so many seconds."""
    job: int = work.configure(queueing_lock=queueing_lock).defer()
    run(
        """
        WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)
                        VALUES (now() - make_interval(secs => %s)) RETURNING id)
        UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = (SELECT id FROM worker) WHERE id = %s
        """,
        silent_for,
        attempts,
        job,
    )
    return job


def run(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def state(job: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        row = cursor.fetchone()
    return row[0] if row else None


def test_rel_17_a_job_of_a_silent_worker_goes_on() -> None:
    job = taken(silent_for=31)
    assert sweeps.rescue_stalled() == 1
    assert state(job) == "todo"


def test_rel_17_a_job_whose_worker_is_forgotten_goes_on() -> None:
    job = taken(silent_for=31)
    run("DELETE FROM procrastinate_workers")
    sweeps.rescue_stalled()
    assert state(job) == "todo"


def test_a_job_of_a_living_worker_is_left_alone() -> None:
    job = taken(silent_for=5)
    assert sweeps.rescue_stalled() == 0
    assert state(job) == "doing"


def test_rel_17_a_job_that_takes_every_worker_down_is_failed_and_shown() -> None:
    job = taken(silent_for=31, attempts=sweeps.GIVEN_UP_AFTER - 1)
    sweeps.rescue_stalled()
    assert state(job) == "failed"


def test_rel_17_a_stalled_run_gives_way_to_one_that_waits_for_the_same() -> None:
    job = taken(silent_for=31, queueing_lock="the same")
    newer: int = work.configure(queueing_lock="the same").defer()
    sweeps.rescue_stalled()
    assert (state(job), state(newer)) == (None, "todo")


def test_rel_17_the_sweep_itself_has_no_lock() -> None:
    task = jobs.app.tasks["okno.core.sweeps.stalled_jobs"]
    assert task.lock is None
    assert task.queueing_lock
    periodic = [found for found in jobs.app.periodic_registry.periodic_tasks.values() if found.task is task]
    assert [found.cron for found in periodic] == ["* * * * * */20"]


def test_ended_jobs_are_forgotten_failed_ones_later() -> None:
    ids = {name: work.defer() for name in ("failed", "succeeded", "aborted")}
    for name, job in ids.items():
        run("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", name, job)
    fresh: int = work.defer()
    run("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", fresh)
    run("UPDATE procrastinate_events SET at = now() - interval '2 days' WHERE job_id <> %s", fresh)
    waits: int = work.defer()
    run("UPDATE procrastinate_events SET at = now() - interval '2 days' WHERE job_id = %s", waits)
    assert sweeps.prune_jobs() == 2
    assert {name: state(job) for name, job in ids.items()} == {
        "failed": "failed",
        "succeeded": None,
        "aborted": None,
    }
    assert (state(fresh), state(waits)) == ("succeeded", "todo")
    assert ("tests.work", {}) in waiting()
    run("UPDATE procrastinate_events SET at = now() - interval '91 days' WHERE job_id = %s", ids["failed"])
    assert sweeps.prune_jobs() == 1
    assert state(ids["failed"]) is None
