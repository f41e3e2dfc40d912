"""By how much a promise was missed, with both figures. Pure."""

from datetime import UTC, datetime, timedelta

from okno.desk.models import Clock
from okno.sla import clocks as sums
from okno.sla.breach import figures, is_missed
from okno.sla.models import WorkCalendar

OFFICE = WorkCalendar(
    pk=991, zone="Europe/Moscow", week={day: [["09:00", "18:00"]] for day in ("mon", "tue")}
)
MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # 16:00 in Moscow
HOUR = timedelta(hours=1)
TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # 9:00


def promise(minutes: int = 60, **more: object) -> Clock:
    clock = Clock(metric="resolution", calendar=OFFICE, minutes=minutes, started_at=MONDAY, pauses=[], **more)
    clock.due_at = sums.due(clock)
    return clock


def test_what_runs_is_missed_from_its_deadline_on_and_by_working_time():
    assert not is_missed(promise(), MONDAY + HOUR)
    found = figures(promise(), 0, TUESDAY + HOUR)
    assert found is not None
    assert (found.due, found.late, found.was_kept, found.is_kept) == (MONDAY + HOUR, 2 * HOUR, False, False)


def test_excused_time_stands_beside_what_was():
    found = figures(promise(stopped_at=TUESDAY + HOUR), 90, TUESDAY + 5 * HOUR)
    assert found is not None
    assert (found.late, found.late_excused) == (2 * HOUR, HOUR / 2)
    assert (found.was_kept, found.is_kept) == (False, False)
    enough = figures(promise(stopped_at=TUESDAY + HOUR), 120, TUESDAY + 5 * HOUR)
    assert enough is not None
    assert (enough.late, enough.late_excused, enough.was_kept, enough.is_kept) == (
        2 * HOUR,
        0 * HOUR,
        False,
        True,
    )


def test_what_ended_in_the_evening_is_late_though_no_working_time_has_passed():
    clock = promise(minutes=120, stopped_at=MONDAY + 3 * HOUR)  # due at 18:00, done at 19:00
    found = figures(clock, 1, TUESDAY)
    assert found is not None
    assert (found.was_kept, found.late, found.is_kept) == (False, 0 * HOUR, True)


def test_a_pause_before_the_deadline_is_no_breach_and_one_after_it_hides_none():
    early, late = promise(), promise()
    sums.pause(early, MONDAY + HOUR / 2, why="customer", by=None)
    sums.pause(late, MONDAY + 1.5 * HOUR, why="customer", by=None)
    assert not is_missed(early, TUESDAY + 5 * HOUR)
    found = figures(late, 0, TUESDAY + 5 * HOUR)
    assert found is not None
    assert (found.late, found.ended) == (HOUR / 2, MONDAY + 1.5 * HOUR)


def test_what_was_withdrawn_has_no_figures_and_a_promised_moment_is_its_own_deadline():
    assert figures(promise(cancelled_at=MONDAY + 2 * HOUR), 0, TUESDAY) is None
    assert not is_missed(promise(until=TUESDAY + HOUR), TUESDAY)
    found = figures(promise(until=TUESDAY + HOUR, stopped_at=TUESDAY + 2 * HOUR), 0, TUESDAY + 5 * HOUR)
    assert found is not None
    assert found.late == HOUR
