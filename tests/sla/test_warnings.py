"""When a promise is near its end: shares of working time, never of wall time. Pure."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from okno.desk.models import Clock
from okno.sla import clocks as sums
from okno.sla.models import WorkCalendar
from okno.sla.warnings import MISSED, STEPS, Step, Told, coming, moment, reached

OFFICE = WorkCalendar(
    pk=990, zone="Europe/Moscow", week={day: [["09:00", "18:00"]] for day in ("mon", "tue")}
)
MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 17:00 in Moscow: an hour before the end of the day
NOTHING = Told()


def promise(minutes: int = 120, **more: object) -> Clock:
    return Clock(metric="resolution", calendar=OFFICE, minutes=minutes, started_at=MONDAY, pauses=[], **more)


def test_a_share_is_of_working_time_and_the_night_does_not_count():
    assert moment(promise(), 50) == MONDAY + timedelta(hours=1)
    assert moment(promise(), 75) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # Tuesday, 9:30
    assert moment(promise(), MISSED) == sums.due(promise())


def test_the_steps_come_one_after_another():
    told, seen = NOTHING, []
    while step := coming(promise(), told):
        seen.append(step.step)
        told = Told(*step)
    assert seen == list(STEPS)


def test_what_stands_still_is_stopped_or_withdrawn_warns_nobody():
    paused = promise()
    sums.pause(paused, MONDAY, why="customer", by=None)
    assert coming(paused, NOTHING) is None
    assert coming(promise(stopped_at=MONDAY), NOTHING) is None
    assert coming(promise(cancelled_at=MONDAY), NOTHING) is None


def test_a_pause_after_a_step_brings_it_not_again():
    clock = promise()
    told = Told(75, moment(clock, 75))
    sums.pause(clock, told.at, why="customer", by=None)
    sums.resume(clock, told.at + timedelta(hours=3))
    assert coming(clock, told) == Step(90, moment(clock, 90))


def test_a_step_comes_anew_where_the_promise_has_moved_behind_its_telling():
    told = Told(75, moment(promise(), 75))
    longer = promise(minutes=480)
    assert coming(longer, told) == Step(50, moment(longer, 50))
    assert coming(promise(minutes=60), told) == Step(90, moment(promise(minutes=60), 90))


def test_a_promised_moment_is_warned_of_by_the_work_until_then_and_no_pause_puts_it_off():
    clock = promise(until=MONDAY + timedelta(hours=17))  # Tuesday, 10:00: two hours of work
    sums.pause(clock, MONDAY, why="customer", by=None)
    assert coming(clock, NOTHING) == Step(50, MONDAY + timedelta(hours=1))
    assert moment(clock, 75) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert moment(clock, MISSED) == clock.until
    at_night = promise(until=MONDAY + timedelta(hours=3))
    at_night.started_at = MONDAY + timedelta(hours=1)
    assert moment(at_night, 50) == MONDAY + timedelta(hours=2)


@given(minutes=st.integers(1, 5000), told=st.sampled_from((0, *STEPS)), late=st.integers(0, 10_000))
def test_what_was_told_in_time_is_never_told_again_without_a_change(
    minutes: int, told: int, late: int
) -> None:
    clock = promise(minutes=minutes)
    at = moment(clock, told) + timedelta(minutes=late) if told else None
    step = coming(clock, Told(told, at))
    assert (
        step is None
        if told == MISSED
        else step is not None and step.step == STEPS[STEPS.index(told) + 1 if told else 0]
    )
    if step is not None:
        assert reached(clock, step.at) >= step.step
        assert reached(clock, step.at - timedelta(seconds=1)) < step.step
