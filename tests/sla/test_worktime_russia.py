"""The Russian production calendar, against the published figures of five-day weeks."""

from datetime import date

import pytest

from okno.sla.russia import OFFICE_WEEK, is_loaded, names, production_calendar, short_days
from okno.sla.worktime import Calendar
from tests.sla.office import HOUR, at


def working_hours(year: int) -> int:
    holidays, exceptions = production_calendar(year)
    calendar = Calendar.from_plain(
        {"zone": "Europe/Moscow", "week": OFFICE_WEEK, "holidays": holidays, "exceptions": exceptions}
    )
    return calendar.between(at(f"{year}-01-01 00:00"), at(f"{year + 1}-01-01 00:00")) // HOUR


@pytest.mark.parametrize(
    ("year", "hours"),
    [
        (2012, 1986),
        (2018, 1970),
        (2019, 1970),
        (2021, 1972),
        (2022, 1973),
        (2023, 1973),
        (2024, 1979),
        (2025, 1972),
        (2026, 1972),
    ],
)
def test_rel_38_a_year_has_the_published_number_of_working_hours(year, hours):
    assert working_hours(year) == hours


def test_rel_38_days_are_moved_in_2025():
    holidays, exceptions = production_calendar(2025)
    for day in (
        "2025-05-02",
        "2025-05-08",
        "2025-06-13",
        "2025-11-03",
        "2025-12-31",
        "2025-01-08",
        "2025-03-08",
    ):
        assert day in holidays
    assert "2025-11-01" not in holidays
    assert not set(holidays) & set(exceptions)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2019, ["02-22", "03-07", "04-30", "05-08", "06-11", "12-31"]),
        (2024, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, ["04-30", "05-08", "06-11", "11-03"]),
        (2027, ["02-20", "04-30", "06-11", "11-03"]),
    ],
)
def test_rel_38_short_days_stand_before_holidays_and_follow_a_move(year, days):
    assert [f"{day:%m-%d}" for day in short_days(year)] == days


def test_a_saturday_that_is_worked_has_the_hours_of_the_day_that_is_off_instead():
    week = {"mon": [["10:00", "16:00"]], "tue": [["08:00", "20:00"]], "thu": [["23:30", "00:30"]]}
    _, exceptions = production_calendar(2024, week=week)
    assert exceptions["2024-04-27"] == [["10:00", "16:00"]]  # for Monday 29 April
    assert exceptions["2024-11-02"] == [["08:00", "19:00"]]  # for Tuesday 30 April, the eve of a holiday
    assert exceptions["2024-02-22"] == []  # a Thursday of one hour


def test_an_hour_less_may_take_a_whole_last_interval():
    week = {"fri": [["09:00", "13:00"], ["17:30", "18:00"]]}
    assert production_calendar(2025, week=week)[1] == {"2025-03-07": [["09:00", "12:30"]]}


def test_a_company_may_have_its_own_short_days():
    _, exceptions = production_calendar(2025, short=[date(2025, 12, 30)])
    assert exceptions["2025-12-30"] == [["09:00", "13:00"], ["14:00", "17:00"]]
    assert exceptions["2025-11-01"] == [["09:00", "13:00"], ["14:00", "18:00"]]
    assert set(exceptions) == {"2025-12-30", "2025-11-01"}


def test_a_year_without_a_decree_is_not_loaded_but_has_its_holidays():
    assert all(is_loaded(year) for year in range(2012, 2028))
    far = 2095
    assert not is_loaded(far)
    assert f"{far}-05-09" in production_calendar(far)[0]
    assert not is_loaded(1999)
    with pytest.raises(ValueError, match="2005"):
        production_calendar(1999)


def test_days_off_have_names_in_russian():
    found = names(2025)
    assert found[date(2025, 11, 4)] == "День народного единства"
    assert "01.11.2025" in found[date(2025, 11, 3)]
