"""A year of a calendar on one page: its days, and the sums that the published production calendars print."""

from datetime import UTC, date, datetime

import pytest

from okno.sla import russia
from okno.sla.coming import behind, year_wanted
from okno.sla.days import Day, days_of, differences, laid_over, plain_of
from okno.sla.models import WorkCalendar
from okno.sla.russia import OFFICE_WEEK
from okno.sla.worktime import ALWAYS, Calendar
from okno.sla.year import Kind, year_of

# Published for a week of five days and forty hours: working days of each month, and hours of the quarters.
PUBLISHED = {
    2024: ([17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21], [454.0, 478.0, 528.0, 519.0]),
    2025: ([17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22], [463.0, 470.0, 528.0, 511.0]),
    2026: ([15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22], [440.0, 493.0, 528.0, 511.0]),
}


def office(*years: int, **parts) -> dict:
    plain = {"zone": "Europe/Moscow", "week": OFFICE_WEEK, **parts}
    for year in years:
        plain |= russia.put(plain, year)[0]
    return plain


def shown(plain: dict, number: int):
    counted = Calendar.from_plain(
        {name: plain.get(name, {}) for name in ("zone", "week", "holidays", "exceptions", "breaks")}
    )
    return year_of(plain, counted, number)


@pytest.mark.parametrize("number", PUBLISHED)
def test_rel_38_months_and_quarters_have_the_published_days_and_hours(number):
    days, hours = PUBLISHED[number]
    year = shown(office(number), number)
    assert [month.working_days for quarter in year.quarters for month in quarter.months] == days
    assert [quarter.whole.hours for quarter in year.quarters] == hours
    assert (year.whole.working_days, year.whole.hours) == (sum(days), sum(hours))


def test_rel_38_the_norm_of_2025_and_2026_is_247_days_and_1972_hours():
    for number in (2025, 2026):
        whole = shown(office(number), number).whole
        assert (whole.working_days, whole.hours) == (247, 1972.0)


@pytest.mark.parametrize("number", [2022, 2023, 2024, 2025, 2026, 2027])
def test_rel_38_the_norm_is_what_the_labour_code_leaves_of_the_weekdays(number):
    """Article 112: each public holiday costs a working day, on a weekend, too, for then a day off is moved; but of the
    weekend days among 1 to 8 January two are moved and no more.
    """
    first = date(number, 1, 1).toordinal()
    days = [date.fromordinal(one) for one in range(first, date(number + 1, 1, 1).toordinal())]
    lost = max(sum(day.weekday() >= 5 for day in days[:8]) - 2, 0)
    whole = shown(office(number), number).whole
    assert whole.working_days == sum(day.weekday() < 5 for day in days) - len(russia.PUBLIC) + lost
    assert whole.hours == 8 * whole.working_days - len(russia.short_days(number))


def test_every_day_has_its_kind():
    plain = office(
        2025, exceptions={"2025-07-01": [["12:00", "20:00"]]}, breaks={"2025-07-02": [["10:00", "11:00"]]}
    )
    plain["holidays"] = sorted([*plain["holidays"], "2025-07-03", "2025-07-04"])
    plain["names"]["2025-07-04"] = "Ураза-байрам"
    kinds = {day.date: day.kind for day in shown(plain, 2025).whole.days}
    for month, day, kind in [
        (1, 1, Kind.HOLIDAY), (1, 9, Kind.WORKING), (1, 11, Kind.WEEKEND), (3, 7, Kind.SHORT), (5, 2, Kind.MOVED),
        (7, 1, Kind.OWN), (7, 2, Kind.BREAK), (7, 3, Kind.OFF), (7, 4, Kind.HOLIDAY), (11, 1, Kind.WORKED),
    ]:  # fmt: skip
        assert kinds[date(2025, month, day)] == kind


def test_a_leap_year_begins_on_its_weekday_and_has_all_its_days():
    year = shown(office(2024), 2024)
    february = year.quarters[0].months[1]
    assert len(year.whole.days) == 366
    assert [day and day.date.day for day in february.weeks[0]] == [None, None, None, 1, 2, 3, 4]
    assert [day and day.date.day for day in february.weeks[-1]] == [26, 27, 28, 29, None, None, None]


def test_a_calendar_without_end_works_all_hours():
    whole = year_of(ALWAYS.to_plain(), ALWAYS, 2026).whole
    assert (whole.working_days, whole.hours) == (365, 365 * 24.0)


# ---- what the production calendar puts in, and what people wrote -------------------------------------------


def test_a_year_put_in_twice_is_put_in_once():
    plain = office(2026)
    again, kept = russia.put(plain, 2026)
    assert ({**plain, **again}, kept) == (plain, [])


def test_what_people_wrote_stays_when_a_year_is_put_in_anew():
    plain = office(2026)
    plain["holidays"].remove("2026-01-09")  # they work on that day
    plain["holidays"].append("2026-03-20")  # a day of their region
    plain["exceptions"]["2026-04-30"] = [["09:00", "12:00"]]
    plain["breaks"] = {"2026-02-02": [["10:00", "11:00"]]}
    again, kept = russia.put(plain, 2026)
    assert "2026-01-09" not in again["holidays"]
    assert "2026-03-20" in again["holidays"]
    assert again["exceptions"]["2026-04-30"] == [["09:00", "12:00"]]
    assert again["breaks"] == plain["breaks"]
    assert [one.date for one in kept] == ["2026-01-09", "2026-04-30"]


def test_what_was_put_in_before_the_decree_makes_room_for_what_the_decree_says():
    plain = office(2027)
    plain["holidays"].append("2027-11-03")
    plain["production"]["2027"]["holidays"].append("2027-11-03")
    assert "2027-11-03" not in russia.put(plain, 2027)[0]["holidays"]


def test_short_days_follow_the_week_when_a_year_is_put_in_anew():
    plain = office(2026) | {"week": {day: [["10:00", "19:00"]] for day in OFFICE_WEEK}}
    assert russia.put(plain, 2026)[0]["exceptions"]["2026-04-30"] == [["10:00", "18:00"]]


def test_days_go_from_the_plain_form_and_back():
    plain = office(2026, breaks={"2026-02-02": [["10:00", "11:00"]]})
    again = plain_of(days_of(plain))
    assert again == {name: plain[name] for name in again}


def test_a_break_by_hand_is_not_lost_under_a_day_off():
    laid = laid_over(
        {"2026-01-01": Day(None, (("10:00", "11:00"),))}, {}, {"2026-01-01": Day((), (), "Новый год")}
    )
    assert laid.days == {"2026-01-01": Day((), (("10:00", "11:00"),), "Новый год")}
    assert [one.date for one in differences({}, laid.days)] == ["2026-01-01"]


# ---- the coming year ---------------------------------------------------------------------------------------


def row(**parts) -> WorkCalendar:
    return WorkCalendar(name="Рабочие часы", zone="Asia/Vladivostok", **parts)


def test_from_the_first_of_december_a_calendar_without_the_next_year_is_behind_by_its_own_clocks():
    calendar = row(holidays=office(2026)["holidays"])
    assert year_wanted(calendar, datetime(2026, 11, 30, 13, 59, tzinfo=UTC)) is None
    assert year_wanted(calendar, datetime(2026, 11, 30, 14, 0, tzinfo=UTC)) == 2027
    assert year_wanted(calendar, datetime(2027, 3, 1, tzinfo=UTC)) == 2027
    assert behind([calendar], datetime(2026, 12, 1, tzinfo=UTC)) == [(calendar, 2027)]


def test_a_calendar_that_knows_the_next_year_or_does_not_go_by_it_is_not_behind():
    december = datetime(2026, 12, 15, tzinfo=UTC)
    known = office(2026, 2027)["holidays"]
    assert year_wanted(row(holidays=known), december) is None
    assert year_wanted(row(holidays=["2026-01-01", "2026-07-03"]), december) is None
    assert year_wanted(row(holidays=office(2026)["holidays"], is_always=True), december) is None
    assert year_wanted(row(holidays=office(2026)["holidays"], is_active=False), december) is None


def test_a_year_without_moved_days_is_not_known_yet():
    bare = [f"2027-{month:02}-{day:02}" for month, day in russia.PUBLIC]
    calendar = row(holidays=[*office(2026)["holidays"], *bare])
    assert year_wanted(calendar, datetime(2026, 12, 15, tzinfo=UTC)) == 2027
