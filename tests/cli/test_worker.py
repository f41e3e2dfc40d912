"""A real worker process on the tests' database."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from okno.cli.tree import prepare
from okno.core import sweeps
from okno.people.models import Provider
from tests.cli.desk import PATIENCE, ROOT, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start workers; what still runs at the end is ended."""
    started: list[subprocess.Popen[bytes]] = []
    parameters = connection.get_connection_params()
    url = f"postgresql://{parameters['user']}@/{parameters['dbname']}?host={parameters['host']}"

    def begin() -> "subprocess.Popen[bytes]":
        env = os.environ | {"DATABASE_URL": url, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"}
        started.append(subprocess.Popen([sys.executable, "-m", "tests.cli.slow_worker"], cwd=ROOT, env=env))
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.wait()


def defer(name: str, **arguments: str) -> int:
    return app.configure_task(name, queue="reactions").defer(**arguments)


def state(job: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        row = cursor.fetchone()
    return row[0] if row else None


def test_rel_17_a_job_of_a_killed_worker_is_done_by_the_next(start: Start, tmp_path: Path) -> None:
    job = defer("tests.wait_for_file", folder=str(tmp_path))
    first = start()
    wait_for(lambda: (tmp_path / "began").exists() and (tmp_path / "began").read_text() == "x")
    first.kill()
    first.wait()
    assert state(job) == "doing", "nobody has noticed yet (V10)"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    assert sweeps.rescue_stalled() >= 1  # and whatever sweep it was at
    (tmp_path / "go").touch()
    start()
    wait_for((tmp_path / "done").exists)
    wait_for(lambda: state(job) is None)  # done jobs leave no row
    assert (tmp_path / "began").read_text() == "xx"


def test_a_job_speaks_as_the_desk_and_not_as_its_terminal(start: Start, tmp_path: Path) -> None:
    Provider.objects.update_or_create(pk=1, defaults={"language": "ru", "zone": "Asia/Omsk"})
    defer("tests.speak", folder=str(tmp_path))
    start()
    wait_for(lambda: (tmp_path / "spoken").exists() and (tmp_path / "spoken").read_text() == "ru Asia/Omsk")


def test_rel_18_a_job_beyond_its_limit_is_given_up_and_its_worker_replaced(start: Start) -> None:
    job = defer("tests.too_long")
    assert start().wait(PATIENCE) == 75
    assert state(job) == "failed"


def test_a_worker_ends_in_order_at_sigterm(start: Start, tmp_path: Path) -> None:
    job = defer("tests.wait_for_file", folder=str(tmp_path))
    worker = start()
    wait_for((tmp_path / "began").exists)
    worker.send_signal(signal.SIGTERM)
    (tmp_path / "go").touch()
    assert worker.wait(PATIENCE) == 0
    assert state(job) is None, "a job that runs may end"


def test_rel_19_a_worker_outlives_its_connections(start: Start, tmp_path: Path) -> None:
    start()
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
        (folder / "go").touch()
    defer("tests.wait_for_file", folder=str(first))
    wait_for((first / "done").exists)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE application_name LIKE 'okno%%' AND pid <> pg_backend_pid() AND datname = current_database()",
            [],
        )
    defer("tests.wait_for_file", folder=str(second))
    wait_for((second / "done").exists)


def test_the_address_for_other_programs_is_that_of_the_settings() -> None:
    assert connection.settings_dict["NAME"] in prepare.address()
