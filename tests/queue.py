"""Running the real queue inside a test: the same rows that a worker would take, in its order."""

from django.db import connection
from procrastinate.contrib.django import app

from okno.core import clock

ROUNDS = 1000


def run_waiting(*, also_later: bool = False, only: str = "") -> int:
    """Run every waiting job whose time has come (all with `also_later`), and those that these enqueue; returns how many."""
    for ran in range(ROUNDS):
        job = _take(also_later=also_later, only=only)
        if job is None:
            return ran
        pk, name, arguments = job
        app.tasks[name].func(**arguments)
        _finish(pk)
    raise AssertionError(f"the queue does not end after {ROUNDS} jobs")


def waiting() -> list[tuple[str, dict[str, object]]]:
    """Return name and arguments of the jobs that wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, _plain(args)) for name, args in cursor.fetchall()]


def _take(*, also_later: bool, only: str) -> tuple[int, str, dict[str, object]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
                SELECT id FROM procrastinate_jobs
                WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s OR %s) AND (task_name = %s OR %s = '')
                ORDER BY priority DESC, id LIMIT 1
            ) RETURNING id, task_name, args
            """,
            [clock.now(), also_later, only, only],
        )
        row = cursor.fetchone()
    return (row[0], row[1], _plain(row[2])) if row else None


def _finish(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [pk])


def _plain(arguments: object) -> dict[str, object]:
    import json

    return json.loads(arguments) if isinstance(arguments, str) else dict(arguments)  # type: ignore[call-overload]
