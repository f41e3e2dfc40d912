"""The pure matrix: kind × way × quiet hours × digest, in tables; the clock on the wall is Moscow's."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from okno.notify.kinds import KINDS, Way
from okno.notify.models import Wishes
from okno.notify.plan import LETTER_WAITS, PUSH_WAITS, STALE, next_digest, plan
from okno.notify.quiet import Quiet

MOSCOW = ZoneInfo("Europe/Moscow")
NIGHTS = Quiet(time(20), time(8))
LUNCH = Quiet(time(13), time(14))
WEEKEND = Quiet(time(20), time(8), frozenset({6, 7}))
NEVER = Quiet()


def at(words: str) -> datetime:
    """Read «2026-11-20 21:00», Moscow's wall, as a moment."""
    return datetime.fromisoformat(words).replace(tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "moment", "until"),
    [
        (NEVER, "2026-11-20 03:00", None),
        (NIGHTS, "2026-11-20 19:59", None),
        (NIGHTS, "2026-11-20 20:00", "2026-11-21 08:00"),
        (NIGHTS, "2026-11-20 23:30", "2026-11-21 08:00"),
        (NIGHTS, "2026-11-21 07:59", "2026-11-21 08:00"),
        (NIGHTS, "2026-11-21 08:00", None),
        (LUNCH, "2026-11-20 12:59", None),
        (LUNCH, "2026-11-20 13:20", "2026-11-20 14:00"),
        (LUNCH, "2026-11-20 14:00", None),
        (WEEKEND, "2026-11-20 19:00", None),  # a Friday
        (WEEKEND, "2026-11-20 21:00", "2026-11-23 08:00"),
        (WEEKEND, "2026-11-21 12:00", "2026-11-23 08:00"),
        (WEEKEND, "2026-11-22 23:59", "2026-11-23 08:00"),
        (Quiet(days=frozenset({7})), "2026-11-22 10:00", "2026-11-23 00:00"),
        (Quiet(time(9), time(9)), "2026-11-20 09:00", None),
    ],
)
def test_a_quiet_stretch_ends_after_its_nights_and_days(quiet: Quiet, moment: str, until: str | None) -> None:
    assert quiet.until(at(moment), MOSCOW) == (at(until) if until else None)


def test_quiet_hours_are_those_of_the_persons_own_zone() -> None:
    noon = at("2026-11-20 14:00")
    assert NIGHTS.until(noon, MOSCOW) is None
    assert NIGHTS.until(noon, ZoneInfo("Asia/Vladivostok")) == at("2026-11-21 01:00")


def test_a_week_of_quiet_days_ends_nevertheless() -> None:
    until = Quiet(days=frozenset(range(1, 8))).until(at("2026-11-20 12:00"), MOSCOW)
    assert until is not None
    assert until < at("2026-12-20 12:00")


def test_the_hour_that_summer_time_leaves_out_does_not_confuse() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2026, 3, 29, 0, 30, tzinfo=berlin)
    until = Quiet(time(22), time(2, 30)).until(night, berlin)
    assert until is not None
    assert timedelta(0) < until - night < timedelta(hours=3)


@pytest.mark.parametrize("is_late", [False, True], ids=["fresh", "stale"])
@pytest.mark.parametrize("quiet", [NEVER, NIGHTS], ids=["any time", "nights"])
@pytest.mark.parametrize("ways", [(), ("bell",), ("push",), ("mail",), ("bell", "push", "mail")])
@pytest.mark.parametrize("hour", [12, 22])
def test_each_way_sets_out_when_it_may(
    ways: tuple[str, ...], quiet: Quiet, hour: int, *, is_late: bool
) -> None:
    now = at(f"2026-11-20 {hour}:00")
    happened = now - STALE - timedelta(minutes=1) if is_late else now
    wakes = at("2026-11-21 08:00") if quiet is NIGHTS and hour == 22 else now
    found = plan({Way(way) for way in ways}, quiet, MOSCOW, happened=happened, now=now)
    assert found.in_bell == ("bell" in ways)
    assert found.push_at == (wakes + PUSH_WAITS if "push" in ways and not is_late else None)
    assert found.mail_at == (wakes + LETTER_WAITS if "mail" in ways else None)
    assert found.is_nothing == (not set(ways) or (ways == ("push",) and is_late))


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_has_chosen_nothing_hears_as_usual_and_a_choice_changes_one_kind_alone(kind: str) -> None:
    usual, chosen = Wishes(), Wishes(matrix={kind: ["mail", "no such way"]})
    assert usual.ways(kind) == KINDS[kind].ways
    assert Way.BELL in usual.ways(kind)
    assert chosen.ways(kind) == {Way.MAIL}
    assert all(chosen.ways(other) == KINDS[other].ways for other in KINDS if other != kind)
    assert Wishes(matrix={kind: []}).ways(kind) == frozenset()


@pytest.mark.parametrize(
    ("every", "hour", "after", "next_one"),
    [
        ("never", 9, "2026-11-20 10:00", None),
        ("daily", 9, "2026-11-20 08:59", "2026-11-20 09:00"),
        ("daily", 9, "2026-11-20 09:00", "2026-11-21 09:00"),
        ("daily", 0, "2026-11-20 23:59", "2026-11-21 00:00"),
        ("weekly", 9, "2026-11-20 10:00", "2026-11-23 09:00"),
        ("weekly", 9, "2026-11-23 09:00", "2026-11-30 09:00"),
        ("weekly", 9, "2026-11-23 08:00", "2026-11-23 09:00"),
    ],
)
def test_the_digest_comes_at_its_hour(every: str, hour: int, after: str, next_one: str | None) -> None:
    found = next_digest(every, hour, MOSCOW, at(after))
    assert found == (at(next_one) if next_one else None)
