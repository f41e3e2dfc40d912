"""The jobs: do workers live, does the queue move, did something fail for good."""

from collections.abc import Iterator

from django.db import connection

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _

SILENT_SECONDS = 45
OLD_SECONDS = 120
OLD_FOR_ALARM = 900
COUNTED = 1000


def workers() -> Iterator[Finding]:
    """Count the workers that live, by the heart-beat of their loops."""
    name = _("workers")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [SILENT_SECONDS],
        )
        alive = cursor.fetchone()[0]
        cursor.execute(
            """
            SELECT count(*) FROM procrastinate_jobs job
            LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing'
              AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => 90))
            """
        )
        stalled = cursor.fetchone()[0]
    if not alive:
        yield ill(name, _("no worker lives"), _("Start “okno serve”, or “okno worker”."))
    elif stalled:
        yield ill(
            name,
            _("%(count)d jobs stand still for more than 90 seconds") % {"count": stalled},
            _("Look for what ended the worker (memory?) and restart it."),
        )
    else:
        yield well(name, _("%(count)d live") % {"count": alive})


def jobs_waiting() -> Iterator[Finding]:
    """Ask how long the oldest job waits whose time has come."""
    name = _("jobs")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0), count(*)
            FROM (SELECT * FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
                  ORDER BY id LIMIT %s) job
            LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
            """,
            [COUNTED],
        )
        seconds, count = cursor.fetchone()
    seen = _("%(count)d wait, the oldest for %(seconds)d s") % {"count": count, "seconds": seconds}
    advice = _("The workers do not keep up: look at their log, or raise OKNO_WORKERS.")
    if seconds > OLD_FOR_ALARM:
        yield ill(name, seen, advice)
    elif seconds > OLD_SECONDS:
        yield care(name, seen, advice)
    else:
        yield well(name, seen)


def jobs_failed() -> Iterator[Finding]:
    """Count the jobs that failed for good, with the names of the newest."""
    name = _("failed jobs")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id DESC LIMIT %s",
            [COUNTED],
        )
        names = [row[0] for row in cursor.fetchall()]
    if names:
        several = ", ".join(sorted(set(names[:20])))
        yield care(
            name,
            _("%(count)d: %(names)s") % {"count": len(names), "names": several},
            _("The log tells why; mend the cause and run them again."),
        )
    else:
        yield well(name, _("none"))
