from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from okno.look import words

NOW = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)  # 14:30 in Moscow


@pytest.fixture(autouse=True)
def in_moscow():
    with timezone.override("Europe/Moscow"), translation.override("en"):
        yield


def test_today_is_a_clock_face_and_other_days_have_a_date():
    assert words.when(NOW, now=NOW) == "14:30"
    assert words.when(NOW - timedelta(days=1), now=NOW).endswith(", 14:30")
    assert "22" in words.when(NOW, now=NOW + timedelta(days=3))


def test_another_year_is_named():
    assert "2025" in words.when(NOW - timedelta(days=365), now=NOW)
    assert "2026" not in words.when(NOW - timedelta(days=30), now=NOW)


def test_the_time_is_that_of_the_viewer():
    with timezone.override("Asia/Vladivostok"):
        assert words.when(NOW, now=NOW) == "21:30"


def test_ago_goes_from_now_to_minutes_to_hours_to_yesterday_to_a_date():
    told = [words.ago(NOW - timedelta(minutes=m), now=NOW) for m in (0, 5, 180, 20 * 60, 60 * 24 * 9)]
    assert told[0] == "just now"
    assert told[1] == "5\u00a0min ago"
    assert told[2] == "3\u00a0hr ago"
    assert told[3].startswith("yesterday, 18:30")
    assert "13" in told[4]


def test_a_moment_to_come_is_told_as_a_date():
    assert words.ago(NOW + timedelta(hours=2), now=NOW) == "16:30"


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(seconds=3), "1\u00a0min"),
        (timedelta(minutes=45), "45\u00a0min"),
        (timedelta(minutes=80), "1\u00a0hr\u00a020\u00a0min"),
        (timedelta(hours=51, minutes=9), "2\u00a0days\u00a03\u00a0hr"),
        (-timedelta(minutes=12), "12\u00a0min"),
    ],
)
def test_a_span_has_its_two_largest_units(length, told):
    assert words.span(length) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1\u00a0byte"), (1023, "1023\u00a0bytes"), (1024, "1\u00a0KB"), (1_284_113, "1.2\u00a0MB")],
)
def test_sizes_are_short(count, told):
    assert words.size(count) == told


def test_initials_survive_any_name():
    assert words.initials("Анна Белова") == "АБ"
    assert words.initials("«Ромашка», ООО") == "РО"
    assert words.initials("") == "?"
    assert words.initials("   \u202e  ") == "?"
    assert words.initials("anna@romashka.test") == "A"


def test_a_name_always_has_the_same_tone():
    assert words.tone("Анна Белова") == words.tone("Анна Белова")
    assert {words.tone(f"Имя {n}") for n in range(99)} == set(range(1, 9))
