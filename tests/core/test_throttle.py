"""Counts of attempts: one statement each, shared by all processes, forgotten when their window is over."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from okno.core import clock, throttle
from okno.core.refusals import TooOften

pytestmark = pytest.mark.django_db


def test_the_fourth_of_three_is_refused_and_another_one_is_not(django_assert_num_queries) -> None:
    with time_machine.travel(clock.now(), tick=False):
        for _time in range(3):
            with django_assert_num_queries(1):
                throttle.at_most(3, 60, "tries", "anna")
        with pytest.raises(TooOften):
            throttle.at_most(3, 60, "tries", "anna")
        throttle.at_most(3, 60, "tries", "boris")
        throttle.at_most(3, 60, "other tries", "anna")
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        throttle.at_most(3, 60, "tries", "anna")


def test_the_window_begins_with_the_first_time_whatever_the_clock_says() -> None:
    hour = clock.now().replace(minute=59, second=59)
    for passed in range(3):  # across the full hour
        with time_machine.travel(hour + timedelta(seconds=passed), tick=False):
            throttle.at_most(3, 3600, "tries", "anna")
    with time_machine.travel(hour + timedelta(seconds=3599), tick=False), pytest.raises(TooOften):
        throttle.at_most(3, 3600, "tries", "anna")
    with time_machine.travel(hour + timedelta(seconds=3600), tick=False):
        throttle.at_most(3, 3600, "tries", "anna")


def test_counts_of_windows_that_are_over_are_forgotten() -> None:
    throttle.at_most(3, 60, "tries", "anna")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_cache SET expires = now() - interval '1 second'")
        throttle.forget_old()
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone() == (0,)


def test_a_name_without_end_is_counted_too() -> None:
    for _time in range(2):
        throttle.at_most(3, 60, "tries", "x" * 1000)
