"""Sweeps of warnings that are killed, meet each other, or meet a verb: nothing is told twice, nothing is forgotten."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from okno.catalog.models import Priority
from okno.core import clock as time
from okno.desk.actions._ground import lock
from okno.desk.actions.warn import warn
from okno.desk.models import Clock, Fact, Ticket, Warned
from tests import make
from tests.channels.until import until

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 40


@pytest.fixture
def due() -> list[Ticket]:
    """Tickets with one clock each whose deadline has just passed and of which nobody was told yet."""
    made = [make.ticket(priority=Priority.objects.get(code="critical")) for _ in range(COUNT)]
    Clock.objects.exclude(metric="resolution").delete()
    Clock.objects.update(minutes=0, due_at=time.now(), warn_at=time.now(), warn_step=100)
    return made


def told() -> list[int | None]:
    return sorted(Fact.objects.filter(kind="clock.missed").values_list("ticket_id", flat=True))


def test_a_sweep_that_is_killed_in_the_middle_has_told_nothing_and_the_next_tells_all_once(
    due: list[Ticket],
) -> None:
    command = [sys.executable, "-m", "tests.desk.warner", connection.settings_dict["NAME"]]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "okno.config.settings", "PYTHONPATH": "."}
    with slow_at(due[-1]):
        sweep = subprocess.Popen(command, env=environment)
        until(lambda: _sleeping() != [])
        assert Fact.objects.filter(kind="clock.missed").count() == 0
        sweep.kill()
        sweep.wait(120)
        with connection.cursor() as cursor:
            for pid in _sleeping():  # the server hears of the death
                cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    assert (told(), Warned.objects.count(), Clock.objects.filter(warned__gt=0).count()) == ([], 0, 0)
    subprocess.run(command, env=environment, timeout=120, check=True)
    assert told() == sorted(ticket.pk for ticket in due)
    assert warn() == 0


def test_four_sweeps_at_once_share_the_work(due: list[Ticket]) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _seen in pool.map(lambda _: _alone(), range(4)):
            pass
    warn()
    assert told() == sorted(ticket.pk for ticket in due)


def test_a_ticket_that_a_verb_works_on_is_passed_by_and_told_the_next_time(due: list[Ticket]) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock(due[0])
            assert pool.submit(_alone).result(30) == COUNT - 1
        assert pool.submit(_alone).result(30) == 1
    assert told() == sorted(ticket.pk for ticket in due)


def _alone() -> int:
    try:
        return warn()
    finally:
        connections.close_all()


@contextmanager
def slow_at(ticket: Ticket) -> Iterator[None]:
    """Let the database take its time for the clock of this ticket, when facts and steps are written already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_sleep(20); RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE TRIGGER slowly BEFORE UPDATE ON desk_clock "
            f"FOR EACH ROW WHEN (NEW.ticket_id = {ticket.pk}) EXECUTE FUNCTION slowly()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER slowly ON desk_clock; DROP FUNCTION slowly()")


def _sleeping() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        return [pid for (pid,) in cursor.fetchall()]
