"""Signs of life."""

from datetime import timedelta

import pytest
from django.db import connection

from okno.core import clock, heartbeat
from okno.core.models import Heartbeat
from tests.cli.desk import wait_for

pytestmark = pytest.mark.django_db


def test_one_process_has_one_heart() -> None:
    for _ in range(3):
        heartbeat.beat("mail", clock.now())
    assert Heartbeat.objects.filter(part="mail").count() == 1
    assert clock.now() - heartbeat.last("mail") < timedelta(seconds=20)
    assert heartbeat.last("worker") is None


def test_signs_of_processes_long_gone_are_forgotten() -> None:
    heartbeat.beat("mail", clock.now())
    Heartbeat.objects.update(at=clock.now() - timedelta(days=2))
    heartbeat.forget_old()
    assert heartbeat.last("mail") is None


@pytest.mark.django_db(transaction=True)
def test_a_heart_beats_in_a_thread_and_keeps_no_connection() -> None:
    with heartbeat.beating("web"):
        wait_for(lambda: heartbeat.last("web"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE application_name = 'okno' AND state <> 'idle' AND datname = current_database()"
        )
        assert cursor.fetchone()[0] == 1  # this question
