"""The desk doctor."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from typer.testing import CliRunner

from okno.channels.models import Mailbox
from okno.cli.commands import application
from okno.cli.doctor import examine
from okno.cli.doctor.finding import Health
from okno.core import clock, heartbeat, jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terminal_language")]


@jobs.task(name="tests.anything", queue="reactions")
def anything() -> None:
    """Stands for any job."""


def found() -> dict[str, tuple[Health, str, str]]:
    return {one.name: (one.health, one.seen, one.advice) for one in examine()}


def change(status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [status])


def test_what_is_right_is_well() -> None:
    seen = found()
    for name in (
        "database",
        "tables",
        "clock",
        "calendar",
        "clocks of tickets",
        "jobs",
        "failed jobs",
        "quarantine",
        "outbox",
    ):
        assert seen[name][0] == Health.WELL, (name, seen[name])


def test_a_calendar_without_the_next_year_is_noticed_from_december_on() -> None:
    def lacking() -> list[str]:
        return [one.seen for one in examine() if one.name == "calendar" and "Рабочие часы" in one.seen]

    with clock.moved_to(datetime(clock.now().year + 1, 11, 29, tzinfo=UTC)):
        assert not lacking()
    with clock.moved_to(datetime(clock.now().year + 1, 12, 2, tzinfo=UTC)):
        assert len(lacking()) == 1


def test_every_trouble_comes_with_advice() -> None:
    assert all(one.advice for one in examine() if one.health != Health.WELL)


def test_nobody_who_works_is_noticed() -> None:
    assert found()["workers"][0] == Health.ILL
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert found()["workers"][0] == Health.WELL


def test_silent_mail_doors_are_noticed() -> None:
    assert found()["mail doors"][0] == Health.ILL
    heartbeat.beat("mail", clock.now())
    assert found()["mail doors"][0] == Health.WELL


def test_failed_jobs_are_shown_by_name() -> None:
    anything.defer()
    change("failed")
    health, seen, _ = found()["failed jobs"]
    assert (health, "tests.anything" in seen) == (Health.CARE, True)


def test_a_queue_that_stands_still_is_ill() -> None:
    anything.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
    assert found()["jobs"][0] == Health.ILL


def test_a_mailbox_with_an_error_tells_it() -> None:
    Mailbox.objects.create(
        address="support@desk.test",
        imap_host="imap.test",
        last_error="The mail server does not answer.",
        last_error_at=clock.now(),
    )
    assert found()["support@desk.test"][:2] == (Health.ILL, "The mail server does not answer.")
    Mailbox.objects.update(last_success_at=clock.now() + timedelta(seconds=1))
    assert found()["support@desk.test"][0] == Health.WELL


def test_the_command_ends_with_one_when_something_is_ill() -> None:
    done = CliRunner().invoke(application, ["check"])
    assert done.exit_code == 1
    assert "✗" in done.output
    done = CliRunner().invoke(application, ["check", "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["well"]) == (1, False)
    assert {"name", "health", "seen", "advice"} == set(told["findings"][0])


def test_rel_43_a_million_ended_jobs_do_not_slow_the_doctor(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with connection.cursor() as cursor:
        # The table of the test is small; the index must fit the question.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id DESC LIMIT 10"
        )
        assert "core_jobs_failed" in str(cursor.fetchall())
    with django_assert_max_num_queries(40):
        examine()


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_sec_56_health_is_one_word(client: object, path: str) -> None:
    answer = client.get(path, HTTP_HOST="desk.test")  # type: ignore[attr-defined]
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "okno" not in str(answer.headers).lower().replace("okno.", "")
