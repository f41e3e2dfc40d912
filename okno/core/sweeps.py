"""Sweeps of the ground: jobs of dead workers go on, finished ones are forgotten, old sessions end.

Source: procrastinate's own sweeper would stall behind its lock (REL-17); a job of a killed worker stays «doing» (V10).
"""

import logging

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from okno.core import heartbeat, jobs, throttle, unused

STALLED_SECONDS = 30  # a worker beats every 10
GIVEN_UP_AFTER = 10  # starts: a job that takes its worker down each time is failed, and shown
KEEP_FAILED_DAYS = 90
KEEP_ENDED_HOURS = 24
log = logging.getLogger(__name__)


@jobs.every("* * * * * */20", seconds=30)
def stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Give the jobs of dead workers back to the queue."""
    rescue_stalled()


@jobs.every("7 * * * *", seconds=300)
def old_rows(timestamp: int) -> None:  # noqa: ARG001
    """Forget what nobody will ask for: finished jobs, signs of life, sessions, files, logs of the embedded database."""
    prune_jobs()
    unused.forget()
    heartbeat.forget_old()
    throttle.forget_old()
    call_command("clearsessions", verbosity=0)
    tidy_database_logs()


def rescue_stalled(seconds: int = STALLED_SECONDS) -> int:
    """Queue again each job whose worker was silent for so long; returns how many. Two rescuers share the work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT job.id, job.task_name, job.attempts, job.queueing_lock IS NOT NULL AND EXISTS (
                SELECT 1 FROM procrastinate_jobs twin
                WHERE twin.queueing_lock = job.queueing_lock AND twin.status = 'todo')
            FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing'
              AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
            ORDER BY job.id LIMIT 1000 FOR UPDATE OF job SKIP LOCKED
            """,
            [seconds],
        )
        stalled = cursor.fetchall()
        for job, name, attempts, has_twin in stalled:
            if has_twin:  # a newer wish for the same run waits already
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", [job])
            elif attempts + 1 >= GIVEN_UP_AFTER:
                log.error(
                    "job %s (%s) was begun %s times and never ended; it is failed now",
                    job,
                    name,
                    attempts + 1,
                )
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
            else:
                log.warning("job %s (%s) was left by its worker; it goes on", job, name)
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job])
        cursor.execute(
            """
            DELETE FROM procrastinate_workers worker
            WHERE last_heartbeat < now() - make_interval(secs => %s)
              AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE worker_id = worker.id AND status = 'doing')
            """,
            [seconds * 10],
        )
    return len(stalled)


def prune_jobs() -> int:
    """Delete ended jobs: failed ones after three months, others after a day; returns how many. By parts of bounded size."""
    deleted = 0
    for status, age in (("failed", KEEP_FAILED_DAYS * 24), ("succeeded,cancelled,aborted", KEEP_ENDED_HOURS)):
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    """
                    DELETE FROM procrastinate_jobs WHERE id IN (
                        SELECT job.id FROM procrastinate_jobs job
                        WHERE job.status = ANY (string_to_array(%s, ',')::procrastinate_job_status[])
                          AND NOT EXISTS (SELECT 1 FROM procrastinate_events event WHERE event.job_id = job.id
                                          AND event.at > now() - make_interval(hours => %s))
                        LIMIT 5000)
                    """,
                    [status, age],
                )
                deleted += cursor.rowcount
                if cursor.rowcount == 0:
                    break
    return deleted


def tidy_database_logs() -> None:
    """Remove old log files of the embedded database, where there is one."""
    from okno.core.postgres import Cluster, PostgresError

    cluster = Cluster(settings.VAR / "postgres")
    if cluster.status().state != "running":
        return
    try:
        cluster.tidy()
    except PostgresError as error:
        log.warning("the logs of the database could not be tidied: %s", error)
