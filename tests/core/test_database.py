"""The pool of connections of one process, and a database that goes away under it."""

from threading import Barrier, Thread

import psycopg
import pytest
from django.db import connection

AT_ONCE = 8


def ask() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


@pytest.fixture
def full_pool() -> None:
    """As many connections as a busy minute needs, all given back."""
    together = Barrier(AT_ONCE, timeout=20)

    def work() -> None:
        try:
            ask()
            together.wait()
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    assert connection.pool.get_stats()["pool_available"] >= AT_ONCE


def end_all_connections() -> None:
    """What a restart of the database does to those who hold connections."""
    parameters = connection.get_connection_params()
    address = {name: parameters[name] for name in ("dbname", "user", "host") if name in parameters}
    with psycopg.connect(**address, application_name="the restart") as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.django_db(transaction=True)
def test_rel_19_a_question_after_a_restart_of_the_database_is_answered_though_the_whole_pool_died(
    full_pool: None,
) -> None:
    end_all_connections()
    assert ask() == 1
    connection.close()
    stats = connection.pool.get_stats()
    assert stats["returns_bad"] >= AT_ONCE, "each dead connection was found and thrown away"
    assert stats.get("requests_errors", 0) == 0
