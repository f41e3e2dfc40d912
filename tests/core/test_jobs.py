"""Jobs commit or vanish with their data; a wake-up waits for nobody and is never lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from okno.core import jobs
from tests.queue import waiting


@jobs.task(name="tests.look", queue="letters", seconds=7)
def look() -> None:
    """Stands for a job that looks for whatever there is."""


def count() -> int:
    return sum(name == "tests.look" for name, _ in waiting())


def test_a_job_is_there_after_the_commit(db: None) -> None:
    with transaction.atomic():
        jobs.later(look)
    assert count() == 1


def test_a_job_vanishes_with_its_transaction(db: None) -> None:
    with transaction.atomic():
        jobs.later(look)
        jobs.wake(look)
        transaction.set_rollback(True)
    assert count() == 0


def test_several_wishes_are_one_run(db: None) -> None:
    for _ in range(5):
        jobs.wake(look)
    assert count() == 1


def test_a_run_for_a_later_time_is_not_the_one_that_is_wished_for(db: None) -> None:
    jobs.later(look, after=timedelta(hours=1))
    jobs.wake(look)
    assert count() == 2


def test_letters_go_before_reactions_and_sweeps_before_both(db: None) -> None:
    assert jobs.PRIORITIES["sweeps"] > jobs.PRIORITIES["letters"] > jobs.PRIORITIES["reactions"]
    jobs.wake(look)
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE task_name = 'tests.look'")
        assert cursor.fetchone() == (jobs.PRIORITIES["letters"],)


def test_each_job_has_a_limit_of_time() -> None:
    assert jobs.limit_of("tests.look") == 7
    assert jobs.limit_of("never heard of") == jobs.LIMIT_SECONDS


@contextmanager
def uncommitted() -> Iterator[None]:
    """Another transaction that woke the job and does not commit yet."""
    begun, over = threading.Event(), threading.Event()

    def other() -> None:
        try:
            with transaction.atomic():
                jobs.wake(look)
                begun.set()
                over.wait(120)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert begun.wait(120)
    try:
        yield
    finally:
        over.set()
        thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_a_wake_up_does_not_wait_for_another_transaction() -> None:
    with uncommitted():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        jobs.wake(look)
        assert count() == 1
    assert count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_run_that_somebody_relies_on_begins_after_his_commit() -> None:
    jobs.wake(look)
    with uncommitted():
        assert _fetched() is None, "the run would not see what is not committed yet"
    assert _fetched() is not None


@pytest.mark.django_db(transaction=True)
def test_a_run_that_already_works_is_not_relied_on() -> None:
    jobs.wake(look)
    assert _fetched() is not None
    jobs.wake(look)
    assert count() == 1


def _fetched() -> int | None:
    """Take a job as a worker does."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        row = cursor.fetchone()
    return row[0] if row else None


@jobs.task(name="tests.keep", queue="reactions")
def keep(word: str) -> None:
    """Stands for a short job of which many wait."""


def kept() -> list[object]:
    return [arguments["word"] for name, arguments in waiting() if name == "tests.keep"]


def test_what_else_waits_is_taken_along_and_nothing_else(db: None) -> None:
    for word in ("one", "two"):
        jobs.later(keep, word=word)
    jobs.later(keep, after=timedelta(hours=1), word="of tomorrow")
    jobs.later(keep, lock="a turn", word="one after the other")
    jobs.later(look)
    did: list[str] = []
    assert jobs.take_along(keep, lambda word: did.append(f"did {word}")) == 2
    assert did == ["did one", "did two"]
    assert (kept(), count()) == (["of tomorrow", "one after the other"], 1)


def test_one_that_fails_along_stays_with_all_that_it_did_undone(db: None) -> None:
    for word in ("good", "bad", "later"):
        jobs.later(keep, word=word)

    def act(word: str) -> None:
        jobs.later(look)
        if word == "bad":
            raise RuntimeError

    assert jobs.take_along(keep, act) == 1
    assert (kept(), count()) == (["bad", "later"], 1)


def test_what_has_failed_before_is_done_alone(db: None) -> None:
    jobs.later(keep, word="again")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 1 WHERE task_name = 'tests.keep'")
    assert jobs.take_along(keep, lambda word: pytest.fail(f"took {word}")) == 0
    assert kept() == ["again"]


def test_along_goes_what_is_bounded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ALONG_AT_MOST", 2)
    for word in ("one", "two", "three"):
        jobs.later(keep, word=word)
    assert jobs.take_along(keep, lambda word: None) == 2
    monkeypatch.setattr(jobs, "ALONG_SECONDS", -1.0)
    assert jobs.take_along(keep, lambda word: None) == 0
    assert kept() == ["three"]
