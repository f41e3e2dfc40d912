"""Who is at work when: plain plans and absences, no database."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.sla.worktime import WEEKDAYS, Calendar
from okno.staffing.roster import Away, Duty, Plan, hours_of

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = Calendar.from_plain({
    "zone": "Europe/Moscow", "week": {day: [["09:00", "18:00"]] for day in WEEKDAYS[:5]}, "holidays": ["2026-11-04"],
})  # fmt: skip


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


def shift(week: dict[str, Any], begins: date | None = None, ends: date | None = None, **more: Any) -> Plan:
    return Plan(hours_of(week, zone="Europe/Moscow", **more), begins, ends)


def test_whoever_has_no_plan_works_by_the_usual_hours() -> None:
    duty = Duty(OFFICE)
    assert duty.is_there(at(23, 9))
    assert not duty.is_there(at(23, 18))
    assert not duty.is_there(at(4, 12)), "a holiday of the desk"
    assert duty.leaves_at(at(23, 12)) == at(23, 18)
    assert duty.comes_at(at(21, 12)) == at(23, 9), "Saturday: on Monday"


def test_a_plan_takes_the_place_of_the_usual_hours_while_it_is_in_force() -> None:
    duty = Duty(OFFICE, (shift({"mon": [["14:00", "22:00"]]}, date(2026, 11, 16), date(2026, 11, 29)),))
    assert not duty.is_there(at(16, 10))
    assert duty.is_there(at(16, 21))
    assert not duty.is_there(at(17, 10)), "the plan knows no Tuesday"
    assert duty.is_there(at(30, 10)), "the plan is over: the usual hours again"


def test_two_plans_are_worked_both() -> None:
    duty = Duty(OFFICE, (shift({"mon": [["08:00", "12:00"]]}), shift({"mon": [["16:00", "20:00"]]})))
    assert duty.is_there(at(23, 11))
    assert not duty.is_there(at(23, 13))
    assert duty.is_there(at(23, 17))
    assert duty.spans(at(23, 0), at(24, 0)) == [(at(23, 8), at(23, 12)), (at(23, 16), at(23, 20))]


def test_a_night_goes_over_midnight() -> None:
    duty = Duty(OFFICE, (shift({"mon": [["22:00", "06:00"]]}),))
    assert duty.is_there(at(24, 3))
    assert not duty.is_there(at(24, 6))
    assert duty.leaves_at(at(23, 23)) == at(24, 6)


def test_who_is_away_is_not_there_and_leaves_when_it_begins() -> None:
    away = Away("holiday", at(23, 12), at(24, 12), substitute=7)
    duty = Duty(OFFICE, aways=(away,))
    assert duty.is_there(at(23, 11))
    assert duty.leaves_at(at(23, 11)) == at(23, 12)
    assert duty.away_at(at(23, 12)) == away
    assert duty.is_on_shift(at(23, 12))
    assert not duty.is_there(at(23, 12))
    assert duty.comes_at(at(23, 13)) == at(24, 12)


def test_until_further_notice_nobody_comes() -> None:
    duty = Duty(OFFICE, aways=(Away("sick", at(23, 0)),))
    assert duty.comes_at(at(23, 9)) is None
    assert duty.leaves_at(at(23, 9)) > at(23, 9), "and the hands are looked at again some day"


def test_of_two_absences_the_longer_is_told() -> None:
    short, long = Away("training", at(23, 0), at(24, 0)), Away("sick", at(22, 0))
    assert Duty(OFFICE, aways=(short, long)).away_at(at(23, 10)) == long


def test_a_shift_rests_on_holidays_and_comes_on_a_saturday_that_is_worked() -> None:
    week = {day: [["10:00", "19:00"]] for day in WEEKDAYS[:5]}
    plan = shift(
        week,
        holidays=["2026-11-04"],
        working_days={"2026-11-07": [["09:00", "18:00"]], "2026-11-03": [["09:00", "17:00"]]},
    )
    duty = Duty(OFFICE, (plan,))
    assert not duty.is_on_shift(at(4, 12))
    assert duty.is_on_shift(at(7, 17))
    assert not duty.is_on_shift(at(8, 12))
    assert duty.is_on_shift(at(3, 18, 30)), "a short day of the desk shortens no other shift"


moments = st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001
aways = st.lists(
    st.tuples(moments, st.integers(1, 200)).map(lambda p: Away("sick", p[0], p[0] + timedelta(hours=p[1]))),
    max_size=4,
)
weeks = st.dictionaries(
    st.sampled_from(WEEKDAYS),
    st.sampled_from([[["09:00", "18:00"]], [["08:00", "12:00"], ["13:00", "17:00"]], [["20:00", "24:00"]]]),
    min_size=1,
)
plans = st.lists(
    st.tuples(
        weeks,
        st.none() | st.dates(date(2026, 10, 1), date(2026, 11, 15)),
        st.none() | st.dates(date(2026, 11, 16), date(2026, 12, 31)),
    ),
    max_size=3,
).map(lambda told: tuple(shift(*one) for one in told))


@given(plans, aways, moments)
def test_spans_say_what_the_moments_say(plans: tuple[Plan, ...], aways: list[Away], moment: datetime) -> None:
    duty = Duty(OFFICE, plans, tuple(aways))
    spans = duty.spans(moment - timedelta(days=2), moment + timedelta(days=2))
    assert duty.is_there(moment) == any(begin <= moment < end for begin, end in spans)
    assert all(begin < end for begin, end in spans)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(spans))
    if duty.is_there(moment):
        leaves = duty.leaves_at(moment)
        assert duty.is_there(leaves - timedelta(microseconds=1))
        assert duty.comes_at(moment) == moment


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_of_a_day_is_told_the_same_by_both_ways(hour: int) -> None:
    duty = Duty(
        OFFICE,
        (shift({"mon": [["22:00", "06:00"]], "tue": [["22:00", "06:00"]]}),),
        (Away("sick", at(24, 2), at(24, 4)),),
    )
    moment = at(24, hour)
    assert duty.is_there(moment) == (hour in (0, 1, 4, 5, 22, 23))
