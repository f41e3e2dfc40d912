"""Cases of working time that one can check by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from okno.sla.russia import OFFICE_WEEK
from okno.sla.worktime import (
    WEEKDAYS,
    BadMoment,
    Kind,
)
from tests.sla.calendars import CHANGING, RUSSIA
from tests.sla.office import HOUR, WORKDAY, at, office, only, wall

# ---- an office in Russia ----


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2025-10-06 09:00", HOUR, "2025-10-06 10:00:00"),
        ("2025-10-06 08:00", HOUR, "2025-10-06 10:00:00"),  # before work
        ("2025-10-06 12:30", HOUR, "2025-10-06 14:30:00"),  # over lunch
        ("2025-10-06 13:20", HOUR, "2025-10-06 15:00:00"),  # written at lunch
        ("2025-10-06 12:00", HOUR, "2025-10-06 13:00:00"),  # full when lunch begins, not when it ends
        ("2025-10-06 09:00", WORKDAY, "2025-10-06 18:00:00"),  # full in the evening, not next morning
        ("2025-10-06 17:59:59", 1, "2025-10-06 18:00:00"),
        ("2025-10-06 17:59:59", 2, "2025-10-07 09:00:01"),
        ("2025-10-06 18:00", 1, "2025-10-07 09:00:01"),
        ("2025-10-10 17:59:59", HOUR, "2025-10-13 09:59:59"),  # Friday evening
        ("2025-10-07 00:00", HOUR, "2025-10-07 10:00:00"),  # 24:00 of Monday
        ("2025-06-11 16:30", HOUR, "2025-06-16 09:30:00"),  # short day, holiday, moved day, weekend
        ("2025-06-12 12:00", HOUR, "2025-06-16 10:00:00"),  # written on a holiday
        ("2025-10-31 17:00", 2 * HOUR, "2025-11-01 10:00:00"),  # Saturday 1 November is worked
        ("2025-11-01 16:00", 2 * HOUR, "2025-11-05 10:00:00"),  # it is short; Monday and Tuesday are off
        ("2025-12-30 17:00", HOUR, "2025-12-30 18:00:00"),  # not short: 31 December is off by a move
    ],
)
def test_rel_38_due_in_an_office_with_lunch_short_days_and_moved_days(start, seconds, due):
    assert wall(office().add(at(start), seconds)) == due


def test_rel_38_agent_requester_and_server_in_three_zones_get_one_deadline():
    calendar = office("Asia/Vladivostok")
    by_server = datetime(2025, 10, 6, 7, 30, tzinfo=UTC)  # 17:30 in Vladivostok
    by_requester = by_server.astimezone(ZoneInfo("Europe/Kaliningrad"))
    due = calendar.add(by_requester, HOUR)
    assert due == calendar.add(by_server, HOUR)
    assert due.tzinfo is UTC
    assert wall(due, "Asia/Vladivostok") == "2025-10-07 09:30:00"


@pytest.mark.parametrize("zone", RUSSIA)
def test_rel_38_a_working_day_has_eight_hours_in_every_russian_zone_and_year(zone):
    calendar = only(OFFICE_WEEK, zone)
    for year, month in product(range(2009, 2028), (3, 10)):
        start = at(f"{year}-{month:02}-20 00:00", zone)
        assert calendar.between(start, start + timedelta(days=14)) == 10 * WORKDAY


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        ("2010-10-30", 9),  # summer time ends: the night is an hour longer
        ("2011-03-26", 7),  # the last change to summer time, which then stays
        ("2011-10-29", 8),  # nothing happens any more
        ("2014-10-25", 9),  # winter time for ever
        ("2015-03-28", 8),
    ],
)
def test_rel_38_moscow_nights_of_the_laws_of_2011_and_2014(night, hours):
    calendar = only({day: [["22:00", "06:00"]] for day in WEEKDAYS})
    noon = at(f"{night} 12:00")
    assert calendar.between(noon, noon + timedelta(days=1)) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "short_night", "long_night", "change"),
    [
        ("Europe/Berlin", "2026-03-28", "2026-10-24", HOUR),
        ("America/New_York", "2026-03-07", "2026-10-31", HOUR),
        ("Australia/Lord_Howe", "2026-10-03", "2026-04-04", HOUR // 2),
    ],
)
def test_rel_38_nights_in_which_the_clocks_are_changed(zone, short_night, long_night, change):
    calendar = only({"sat": [["22:00", "06:00"]]}, zone)
    for night, hours in ((short_night, 8 * HOUR - change), (long_night, 8 * HOUR + change)):
        start = at(f"{night} 22:00", zone)
        assert calendar.between(start, start + timedelta(days=2)) == hours
        assert wall(calendar.add(start, hours), zone).endswith("06:00:00")


def test_rel_38_an_hour_that_the_clocks_skip_is_nobodys_and_a_repeated_one_counts_twice():
    calendar = only({"sun": [["02:15", "02:45"]]}, "Europe/Berlin")
    spring, autumn = at("2026-03-29 00:00", "Europe/Berlin"), at("2026-10-25 00:00", "Europe/Berlin")
    assert calendar.between(spring, spring + timedelta(days=1)) == 0
    assert calendar.between(autumn, autumn + timedelta(days=1)) == HOUR
    assert calendar.add(autumn, HOUR) == at("2026-10-25 02:45", "Europe/Berlin", fold=1).astimezone(UTC)


@pytest.mark.parametrize("zone", CHANGING)
def test_rel_38_round_the_clock_in_a_zone_is_every_real_second(zone):
    calendar = only({day: [["00:00", "24:00"]] for day in WEEKDAYS}, zone)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert calendar.between(start, start + timedelta(days=365)) == 365 * 86_400
    assert calendar.add(start, 365 * 86_400) == start + timedelta(days=365)


def test_a_day_that_the_zone_skips_is_not_worked():
    calendar = only({day: [["00:00", "24:00"]] for day in WEEKDAYS}, "Pacific/Apia")
    start, end = at("2011-12-29 00:00", "Pacific/Apia"), at("2012-01-01 00:00", "Pacific/Apia")
    assert calendar.between(start, end) == 2 * 86_400  # there was no 30 December 2011 in Samoa


# ---- the shapes of a calendar ----


def test_an_interval_over_midnight_belongs_to_the_day_on_which_it_begins():
    calendar = only({"mon": [["22:00", "06:00"]]}, holidays=["2026-03-03"])
    start = at("2026-03-02 21:00")  # Monday; Tuesday is the holiday
    assert wall(calendar.add(start, 8 * HOUR)) == "2026-03-03 06:00:00"
    off = only({"mon": [["22:00", "06:00"]]}, holidays=["2026-03-02"])
    assert wall(off.add(start, 8 * HOUR)) == "2026-03-10 06:00:00"


def test_intervals_may_touch_over_noon_and_over_midnight():
    calendar = only({"mon": [["09:00", "13:00"], ["13:00", "24:00"]], "tue": [["00:00", "02:00"]]})
    start = at("2026-03-02 09:00")
    assert wall(calendar.add(start, 17 * HOUR)) == "2026-03-03 02:00:00"
    assert len(calendar.segments(start, at("2026-03-03 02:00"))) == 1


def test_a_shift_of_almost_a_day_reaches_far_into_the_next():
    calendar = only({"mon": [["20:00", "19:30"]]}, "America/New_York")
    evening = at("2026-03-03 19:00", "America/New_York")
    assert [piece.kind for piece in calendar.segments(evening, evening + timedelta(hours=1))] == [
        Kind.WORKING,
        Kind.WEEKEND,
    ]


def test_a_break_cuts_whatever_is_worked_then_and_an_exception_replaces_the_hours():
    calendar = only(
        {"mon": [["09:00", "18:00"]], "sun": [["22:00", "06:00"]]},
        breaks={"2026-03-02": [["05:00", "05:30"], ["10:00", "11:00"]]},
        exceptions={"2026-03-09": [["20:00", "21:00"]]},
    )
    assert calendar.between(at("2026-03-02 00:00"), at("2026-03-03 00:00")) == 13 * HOUR + HOUR // 2
    assert calendar.between(at("2026-03-09 06:00"), at("2026-03-10 00:00")) == HOUR


def test_an_exception_is_stronger_than_a_holiday_and_an_empty_one_is_a_day_off():
    calendar = only(
        {"mon": [["09:00", "18:00"]]},
        holidays=["2026-03-02"],
        exceptions={"2026-03-02": [["10:00", "12:00"]], "2026-03-09": []},
    )
    assert calendar.between(at("2026-03-02 00:00"), at("2026-03-03 00:00")) == 2 * HOUR
    assert calendar.between(at("2026-03-09 00:00"), at("2026-03-10 00:00")) == 0


def test_dates_may_be_dates_and_intervals_may_come_in_any_order():
    plain = {"mon": [["14:00", "18:00"], ["09:00", "13:00"]]}
    calendar = only(
        plain, holidays={date(2026, 3, 2)}, exceptions={date(2026, 3, 3): [["09:00:30", "10:00"]]}
    )
    assert wall(calendar.next_working_moment(at("2026-03-02 00:00"))) == "2026-03-03 09:00:30"
    assert calendar.to_plain()["week"] == {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}


# ---- moments ----


def test_rel_38_the_next_and_the_previous_working_moment_at_the_edges():
    calendar = office()
    assert wall(calendar.next_working_moment(at("2025-10-06 09:00"))) == "2025-10-06 09:00:00"
    assert wall(calendar.next_working_moment(at("2025-10-06 17:59:59"))) == "2025-10-06 17:59:59"
    assert wall(calendar.next_working_moment(at("2025-10-06 18:00"))) == "2025-10-07 09:00:00"
    assert wall(calendar.previous_working_moment(at("2025-10-06 18:00"))) == "2025-10-06 18:00:00"
    assert wall(calendar.previous_working_moment(at("2025-10-06 13:30"))) == "2025-10-06 13:00:00"
    assert wall(calendar.previous_working_moment(at("2025-10-06 09:00"))) == "2025-10-03 18:00:00"
    assert calendar.is_working(at("2025-10-06 09:00"))
    assert not calendar.is_working(at("2025-10-06 18:00"))


def test_rel_38_going_back_over_lunch_night_and_weekend():
    calendar = office()
    assert wall(calendar.add(at("2025-10-06 10:00"), -2 * HOUR)) == "2025-10-03 17:00:00"
    # The latest such moment.
    assert wall(calendar.add(at("2025-10-06 15:00"), -HOUR)) == "2025-10-06 14:00:00"
    assert calendar.between(at("2025-10-06 10:00"), at("2025-10-03 17:00")) == -2 * HOUR


def test_the_last_microsecond_is_kept_and_seconds_are_whole():
    calendar = office()
    start = at("2025-10-06 12:59:59.999999")
    assert calendar.add(start, 1) == at("2025-10-06 14:00:00.999999")
    assert calendar.between(start, at("2025-10-06 14:00:00.999998")) == 0
    assert calendar.between(start, at("2025-10-06 14:00:00.999999")) == 1


def test_rel_39_pauses_in_any_order_and_overlap_never_count():
    calendar = office()
    start = at("2025-10-06 09:00")
    paused = [
        (at("2025-10-06 16:00"), at("2025-10-07 10:00")),
        (at("2025-10-06 10:00"), at("2025-10-06 12:00")),
        (at("2025-10-06 11:00"), at("2025-10-06 12:30")),
    ]
    # 9:00 to 10:00, 12:30 to 13:00, 14:00 to 16:00, then from 10:00 on
    assert wall(calendar.add(start, int(3.5 * HOUR), paused)) == "2025-10-06 16:00:00"
    assert wall(calendar.add(start, 4 * HOUR, paused)) == "2025-10-07 10:30:00"
    assert calendar.between(start, at("2025-10-07 11:00"), paused) == int(4.5 * HOUR)
    assert wall(calendar.next_working_moment(at("2025-10-06 16:30"), paused)) == "2025-10-07 10:00:00"
    assert wall(calendar.previous_working_moment(at("2025-10-07 09:30"), paused)) == "2025-10-06 16:00:00"


def test_segments_say_why_time_does_not_count():
    paused = [(at("2025-10-31 17:00"), at("2025-10-31 20:00"))]
    segments = office(breaks={"2025-10-31": [["16:00", "16:30"]]}).segments(
        at("2025-10-31 12:00"), at("2025-11-05 10:00"), paused
    )
    assert [(piece.kind.value, wall(piece.start)[5:16], piece.length) for piece in segments] == [
        ("working", "10-31 12:00", timedelta(hours=1)),
        ("break", "10-31 13:00", timedelta(hours=1)),
        ("working", "10-31 14:00", timedelta(hours=2)),
        ("break", "10-31 16:00", timedelta(minutes=30)),
        ("working", "10-31 16:30", timedelta(minutes=30)),
        ("pause", "10-31 17:00", timedelta(hours=3)),
        ("night", "10-31 20:00", timedelta(hours=13)),
        ("working", "11-01 09:00", timedelta(hours=4)),
        ("break", "11-01 13:00", timedelta(hours=1)),
        ("working", "11-01 14:00", timedelta(hours=3)),
        ("night", "11-01 17:00", timedelta(hours=7)),
        ("weekend", "11-02 00:00", timedelta(days=1)),
        ("holiday", "11-03 00:00", timedelta(days=2)),
        ("night", "11-05 00:00", timedelta(hours=9)),
        ("working", "11-05 09:00", timedelta(hours=1)),
    ]


def test_segments_of_no_time_are_none_and_backwards_is_refused():
    assert office().segments(at("2025-10-31 12:00"), at("2025-10-31 12:00")) == []
    with pytest.raises(BadMoment, match="before the start"):
        office().segments(at("2025-10-31 12:00"), at("2025-10-31 11:00"))
