"""What a calendar refuses, where it ends, and how it is shared."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from okno.sla.russia import OFFICE_WEEK
from okno.sla.worktime import ALWAYS, BadCalendar, BadMoment, Calendar, NeverWorks, Why, prepared
from tests.sla.office import HOUR, WORKDAY, at, office, only, wall

# ---- limits and bad input ----


def test_rel_38_naive_moments_are_refused_everywhere():
    class Nowhere(tzinfo):
        def utcoffset(self, _moment):
            return None

    naive, aware = datetime(2026, 3, 2, 9), at("2026-03-02 09:00")  # noqa: DTZ001 on purpose
    for bad in (naive, naive.replace(tzinfo=Nowhere())):
        for ask in (
            lambda bad=bad: ALWAYS.add(bad, 1),
            lambda bad=bad: ALWAYS.between(bad, aware),
            lambda bad=bad: ALWAYS.between(aware, bad),
            lambda bad=bad: ALWAYS.next_working_moment(bad),
            lambda bad=bad: ALWAYS.previous_working_moment(bad),
            lambda bad=bad: ALWAYS.segments(aware, bad),
            lambda bad=bad: ALWAYS.add(aware, 1, [(aware, bad)]),
        ):
            with pytest.raises(ValueError, match="has no time zone"):
                ask()


def test_an_empty_week_is_refused_and_never_loops():
    for plain in ({}, {"mon": []}, None):
        with pytest.raises(NeverWorks):
            only(plain)


def test_a_calendar_of_a_few_dates_ends_with_them():
    calendar = only({}, exceptions={"2026-03-02": [["09:00", "18:00"]], "2026-12-31": [["20:00", "02:00"]]})
    assert wall(calendar.add(at("2026-03-01 00:00"), 10 * HOUR)) == "2026-12-31 21:00:00"
    assert wall(calendar.add(at("2026-03-01 00:00"), 15 * HOUR)) == "2027-01-01 02:00:00"
    assert calendar.between(at("2030-01-01 00:00"), at("2031-01-01 00:00")) == 0
    for ask in (
        lambda: calendar.add(at("2026-03-01 00:00"), 15 * HOUR + 1),
        lambda: calendar.add(at("2027-03-01 00:00"), 1),
        lambda: calendar.next_working_moment(at("2027-01-01 02:00")),
        lambda: calendar.previous_working_moment(at("2026-03-02 09:00")),
        lambda: calendar.add(at("2026-03-02 09:00"), -1),
    ):
        with pytest.raises(NeverWorks):
            ask()


def test_a_week_whose_every_hour_is_broken_never_works():
    days = [date(1900, 1, 1) + timedelta(days=n) for n in range(300 * 366)]
    calendar = only({"mon": [["09:00", "10:00"]]}, exceptions={day: [] for day in days})
    with pytest.raises(NeverWorks):
        calendar.next_working_moment(at("2026-01-01 00:00"))


def test_the_horizon_is_a_clear_error():
    with pytest.raises(NeverWorks, match="2200"):
        ALWAYS.add(at("2026-01-01 00:00"), 10**15)
    with pytest.raises(NeverWorks, match="1900"):
        ALWAYS.add(at("2026-01-01 00:00"), -(10**15))
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        with pytest.raises(BadMoment, match="1900 to 2199"):
            ALWAYS.between(moment, moment)
    assert ALWAYS.add(datetime(1900, 1, 1, tzinfo=UTC), 86_400 * 365) == datetime(1901, 1, 1, tzinfo=UTC)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadMoment, match="before it begins"):
        ALWAYS.add(at("2026-01-01 00:00"), 1, [(at("2026-01-02 00:00"), at("2026-01-01 00:00"))])


@pytest.mark.parametrize(
    ("parts", "part", "why"),
    [
        ({"zone": "Europe/Mosocw"}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": "../../etc/passwd"}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": "Europe"}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": "z" * 5000}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": "\0"}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": 3}, "zone", Why.NO_SUCH_ZONE),
        ({"zone": ""}, "zone", Why.MISSING),
        ({"weak": {}}, "calendar", Why.UNKNOWN),
        ({"week": [["09:00", "18:00"]]}, "week", Why.NOT_A_TABLE),
        ({"week": {"monday": [["09:00", "18:00"]]}}, "week", Why.NOT_A_WEEKDAY),
        ({"week": {"mon": "09:00-18:00"}}, "week.mon", Why.NOT_A_LIST),
        ({"week": {"mon": ["09:00", "18:00"]}}, "week.mon", Why.NOT_AN_INTERVAL),
        ({"week": {"mon": [["09:00"]]}}, "week.mon", Why.NOT_AN_INTERVAL),
        ({"week": {"mon": [["09:00", "25:00"]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [["09:00", "24:01"]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [["09:60", "18:00"]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [["٠٩:٠٠", "18:00"]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [[9, 18]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [["24:00", "02:00"]]}}, "week.mon", Why.NOT_A_TIME),
        ({"week": {"mon": [["09:00", "09:00"]]}}, "week.mon", Why.EMPTY),
        ({"week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}}, "week.mon", Why.OVERLAP),
        ({"week": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "09:00"]]}}, "week.mon", Why.OVERLAP),
        ({"week": {"sun": [["22:00", "06:00"]], "mon": [["05:00", "09:00"]]}}, "week.sun", Why.OVERLAP),
        ({"holidays": "2026-01-01"}, "holidays", Why.NOT_A_LIST),
        ({"holidays": 5}, "holidays", Why.NOT_A_LIST),
        ({"holidays": ["01.01.2026"]}, "holidays", Why.NOT_A_DATE),
        ({"holidays": ["2026-02-30"]}, "holidays", Why.NOT_A_DATE),
        ({"breaks": []}, None, None),
        ({"breaks": ["2026-01-01"]}, "breaks", Why.NOT_A_TABLE),
        ({"breaks": {"2026-01-01": [["10:00", "x"]]}}, "breaks.2026-01-01", Why.NOT_A_TIME),
        ({"exceptions": {"x": []}}, "exceptions", Why.NOT_A_DATE),
        ({"exceptions": {"2026-01-01": [], date(2026, 1, 1): []}}, "exceptions", Why.REPEATED),
        (
            {"exceptions": {"2026-01-01": [["09:00", "12:00"], ["11:00", "13:00"]]}},
            "exceptions.2026-01-01",
            Why.OVERLAP,
        ),
    ],
)
def test_a_wrong_calendar_is_refused_with_where_and_why(parts, part, why):
    plain = {"zone": "Europe/Moscow", "week": OFFICE_WEEK, **parts}
    if part is None:
        assert Calendar.from_plain(plain).between(at("2026-03-02 00:00"), at("2026-03-03 00:00")) == WORKDAY
        return
    with pytest.raises(BadCalendar) as refused:
        Calendar.from_plain(plain)
    assert (refused.value.part, refused.value.why) == (part, why)
    assert part in str(refused.value)
    assert len(str(refused.value)) < 250


def test_a_calendar_that_is_no_table_is_refused():
    for plain in (None, [], "mon", 5):
        with pytest.raises(BadCalendar):
            Calendar.from_plain(plain)


# ---- one calendar for many ----


def test_many_threads_share_a_calendar_that_grows():
    calendar = only(OFFICE_WEEK, "Europe/Berlin")
    moments = [datetime(1990 + n, 6, 1, tzinfo=UTC) for n in (30, 5, 60, 0, 45, 90, 20, 75)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda moment: calendar.add(calendar.add(moment, 9 * WORKDAY), -WORKDAY), moments)
        )
    fresh = [only(OFFICE_WEEK, "Europe/Berlin") for _ in moments]
    assert answers == [
        one.add(one.add(moment, 9 * WORKDAY), -WORKDAY) for one, moment in zip(fresh, moments, strict=True)
    ]


def test_a_calendar_can_be_copied_and_pickled():
    for other in (copy.deepcopy(ALWAYS), pickle.loads(pickle.dumps(office()))):
        assert other.add(at("2025-10-06 09:00"), HOUR) == at("2025-10-06 10:00")
    assert "Europe/Moscow" in repr(office())


def test_a_prepared_calendar_is_prepared_once():
    text = '{"zone": "Asia/Omsk", "week": {"mon": [["09:00", "18:00"]]}}'
    assert prepared(text) is prepared(text)
    assert prepared(text).zone.key == "Asia/Omsk"
