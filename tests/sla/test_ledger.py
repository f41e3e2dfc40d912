"""What is true of the ledger of every clock: its segments are its whole life, and they sum to its deadline."""

import itertools
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okno.desk.models import Clock
from okno.sla import clocks
from okno.sla.ledger import LINES_AT_MOST, PAUSES_AT_MOST, Segment, Unit, folded, ledger, segments
from okno.sla.models import Waited, WorkCalendar
from okno.sla.worktime import BadCalendar, Calendar, Kind, NeverWorks
from tests.sla.calendars import OFFICE, random_calendar, random_first, utc
from tests.sla.walk import Walk

DAYS = 7
SPAN = DAYS * 1440
MINUTE = timedelta(minutes=1)
ZERO = timedelta()
_numbers = itertools.count(10**9)
quick = settings(max_examples=30, deadline=None)
minutes = st.integers(0, SPAN - 1)
stops = st.lists(st.tuples(minutes, st.integers(0, 2 * 1440)), max_size=4)


def promise(
    plain: dict, start: datetime, *, length: int = 240, paused: tuple = (), **fields: object
) -> Clock:
    """A clock of its own calendar that nobody has written; None ends an open pause."""
    # Prepared calendars are kept by their numbers.
    row = WorkCalendar(pk=next(_numbers), name="Свой", **plain)
    made = Clock(metric="resolution", calendar=row, minutes=length, started_at=start, pauses=[], **fields)
    for begin, end in paused:
        clocks.pause(made, begin, why=Waited.CUSTOMER, by=1)
        if end is not None:
            clocks.resume(made, end)
    return made


def without_edges(found: Iterable[Segment]) -> list[Segment]:
    """Join neighbours that differ in nothing but their place: what cuts have parted."""
    joined: list[Segment] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and (last.kind, last.why, last.by) == (one.kind, one.why, one.by):
            names = tuple(dict.fromkeys(last.names + one.names))
            counted = last.counted + one.counted
            joined[-1] = replace(last, end=one.end, counted=counted, total=one.total, names=names)
        else:
            joined.append(one)
    return joined


@st.composite
def lives(draw, longest: int = 2400):
    """A clock with pauses in a window that has something special in it, the window, and a moment in it."""
    dice = random.Random(draw(st.integers(0, 10**9)))
    first = random_first(dice, DAYS)
    plain = random_calendar(dice, first, DAYS)
    try:
        Calendar.from_plain(plain)
    except (NeverWorks, BadCalendar):
        assume(False)
    start, until = sorted((draw(minutes), draw(minutes)))
    begin = utc(first)
    drawn = sorted((low, low + length) for low, length in draw(stops))
    paused = [(begin + low * MINUTE, begin + high * MINUTE) for low, high in drawn if low >= start]
    made = promise(plain, begin + start * MINUTE, length=draw(st.integers(1, longest)), paused=paused)
    return made, plain, begin, begin + until * MINUTE


@quick
@given(lives(), minutes)
def test_segments_are_the_whole_life_and_count_what_worktime_counts(life, cut):
    made, _plain, first, until = life
    told = segments(made, until, [first + cut * MINUTE])
    assert sum((one.length for one in told), ZERO) == until - made.started_at
    assert all(left.end == right.begin for left, right in pairwise(told))
    assert [one.begin for one in told[:1]] in ([], [made.started_at])
    counted = clocks.calendar_of(made.calendar).between(made.started_at, until, clocks.spans(made))
    assert sum((one.counted for one in told), ZERO) == timedelta(seconds=counted)
    assert [one.total for one in told[-1:]] in ([], [timedelta(seconds=counted)])
    assert all(one.counted == (one.length if one.kind == Kind.WORKING else ZERO) for one in told)


@quick
@given(lives(), minutes)
def test_splitting_at_any_instant_changes_nothing(life, cut):
    made, _plain, first, until = life
    assert without_edges(segments(made, until, [first + cut * MINUTE])) == without_edges(
        segments(made, until)
    )


@quick
@given(lives(longest=900))
def test_the_sum_is_full_at_the_deadline_and_not_a_moment_earlier(life):
    made, *_rest = life
    due = clocks.due(made)
    assert due is not None
    told = segments(made, due)
    assert told[-1].total == made.minutes * MINUTE
    assert told[-1].kind == Kind.WORKING  # just before it there was still something to count


@quick
@given(lives())
def test_every_minute_is_told_as_the_walk_over_real_minutes_sees_it(life):
    made, plain, first, until = life
    still = [(int((a - first) / MINUTE), int((b - first) / MINUTE)) for a, b in clocks.spans(made)]
    walk = Walk(plain, first, SPAN).paused(still)
    for one in segments(made, until):
        begin, end = (int((at - first) / MINUTE) for at in (one.begin, one.end))
        counted = [walk.between(minute, minute + 1) for minute in range(begin, end)]
        assert counted == [one.kind == Kind.WORKING] * (end - begin)
        if one.kind == Kind.PAUSE:
            assert all(any(low <= minute < high for low, high in still) for minute in range(begin, end))


@quick
@given(lives(), st.sampled_from(Unit), minutes)
def test_what_is_folded_sums_to_the_same(life, unit, cut):
    made, _plain, first, until = life
    fine, told = segments(made, until), folded(made, until, unit, [first + cut * MINUTE])
    assert all(left.end == right.begin for left, right in pairwise(told))
    assert sum((one.length for one in told), ZERO) == until - made.started_at
    assert sum((one.counted for one in told), ZERO) == sum((one.counted for one in fine), ZERO)
    assert [one for one in without_edges(told) if one.kind == Kind.PAUSE] == [
        one for one in without_edges(fine) if one.kind == Kind.PAUSE
    ]


@quick
@given(lives(), minutes)
def test_the_ledger_has_the_past_until_now_and_what_is_left_until_the_deadline(life, now):
    made, _plain, first, _until = life
    told = ledger(made, first + now * MINUTE)
    assert told.due == clocks.due(made)
    assert all(one.end <= told.ends for one in told.past)
    assert all(one.begin >= told.ends for one in told.ahead)
    assert told.left == max(made.minutes * MINUTE - told.worked, ZERO)
    assert (told.ahead == []) == (told.due <= told.ends)


def office(**parts: object) -> dict:
    return {"zone": "Europe/Moscow", "week": OFFICE, "holidays": [], "breaks": {}, "exceptions": {}, **parts}


def at(text: str) -> datetime:
    """A moment of Moscow's clocks."""
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


def test_a_clock_of_years_is_told_in_few_lines():
    made = promise(office(), at("2019-03-01T10:00"), length=10**6)
    told = ledger(made, at("2026-11-22T12:00"))
    assert told.unit is Unit.YEAR
    assert len(told.past) + len(told.ahead) <= LINES_AT_MOST
    assert told.worked + told.left == 10**6 * MINUTE


def test_hundreds_of_pauses_are_told_within_the_days():
    start = at("2026-11-02T09:00")
    paused = [(start + n * 30 * MINUTE, start + (n * 30 + 7) * MINUTE) for n in range(PAUSES_AT_MOST * 20)]
    made = promise(office(), start, length=60 * 200, paused=paused)
    told = ledger(made, start + timedelta(days=9))
    assert len(told.past) + len(told.ahead) <= LINES_AT_MOST + 2
    assert told.worked + told.left == timedelta(hours=200)


def test_an_open_pause_lasts_until_now_and_there_is_no_deadline():
    made = promise(office(), at("2026-11-20T10:00"), paused=[(at("2026-11-20T11:00"), None)])
    told = ledger(made, at("2026-11-23T12:00"))
    assert (told.due, told.ahead) == (None, [])
    assert [(one.kind, one.why, one.by) for one in told.past] == [
        (Kind.WORKING, "", None),
        (Kind.PAUSE, "customer", 1),
    ]


def test_a_pause_that_begins_to_wait_for_something_else_is_two():
    made = promise(office(), at("2026-11-20T10:00"))
    clocks.pause(made, at("2026-11-20T11:00"), why=Waited.CUSTOMER, by=1)
    clocks.pause(made, at("2026-11-20T11:30"), why=Waited.CUSTOMER, by=2)
    clocks.pause(made, at("2026-11-20T12:00"), why=Waited.THIRD_PARTY, by=2)
    clocks.resume(made, at("2026-11-20T12:30"))
    assert [(one.why, one.by, one.length) for one in segments(made, at("2026-11-20T13:00"))[1:3]] == [
        ("customer", 1, timedelta(hours=1)),
        ("third_party", 2, 30 * MINUTE),
    ]


def test_a_pause_kept_before_the_ledger_knows_no_reason_and_still_does_not_count():
    made = promise(office(), at("2026-11-20T10:00"))
    made.pauses = [
        {"from": "2026-11-20T08:00:00+00:00", "to": "2026-11-20T09:00:00+00:00", "why": "", "by": None}
    ]
    assert clocks.due(made) == at("2026-11-20T16:00")
    assert segments(made, at("2026-11-20T12:00"))[1].kind == Kind.PAUSE


def test_a_holiday_is_called_by_its_name():
    plain = office(holidays=["2026-06-12"], names={"2026-06-12": "День России"})
    told = segments(promise(plain, at("2026-06-11T17:00")), at("2026-06-15T12:00"))
    assert [one.names for one in told if one.kind == Kind.HOLIDAY] == [("День России",)]


def test_a_calendar_without_any_time_left_has_no_deadline_but_a_past():
    plain = office(week={}, exceptions={"2026-11-20": [["09:00", "11:00"]]})
    told = ledger(promise(plain, at("2026-11-20T10:00")), at("2026-11-22T12:00"))
    assert told.due is None
    assert told.worked == timedelta(hours=1)
