"""What is true of every calendar, every zone and every moment."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from okno.sla.worktime import ALWAYS, Calendar, Kind, NeverWorks
from tests.sla.calendars import OFFICE, ZONES, random_calendar, random_first, utc
from tests.sla.walk import Walk

DAYS = 12
SPAN = DAYS * 1440
SECOND = timedelta(seconds=1)


@st.composite
def worlds(draw):
    """A calendar and the first day of a window that has something special in it."""
    dice = random.Random(draw(st.integers(0, 10**9)))
    first = random_first(dice, DAYS)
    try:
        return Calendar.from_plain(random_calendar(dice, first, DAYS)), utc(first)
    except NeverWorks:
        assume(False)


offsets = st.integers(0, DAYS * 86_400)
amounts = st.integers(1, 12 * 86_400)
pauses = st.lists(st.tuples(offsets, st.integers(0, 3 * 86_400)), max_size=4)
quick = settings(max_examples=150, deadline=None)


def stretches(first, drawn):
    return [(first + low * SECOND, first + (low + length) * SECOND) for low, length in drawn]


@quick
@given(worlds(), offsets, amounts, pauses)
def test_rel_38_what_is_added_is_what_lies_between(world, offset, seconds, drawn):
    calendar, first = world
    start, paused = first + offset * SECOND, stretches(first, drawn)
    due = calendar.add(start, seconds, paused)
    assert calendar.between(start, due, paused) == seconds
    assert calendar.between(start, due - SECOND, paused) == seconds - 1  # due is the earliest such moment


@quick
@given(worlds(), offsets, amounts, pauses)
def test_rel_38_going_back_is_the_mirror_of_going_on(world, offset, seconds, drawn):
    calendar, first = world
    end, paused = first + offset * SECOND, stretches(first, drawn)
    start = calendar.add(end, -seconds, paused)
    assert calendar.between(start, end, paused) == seconds
    assert calendar.between(start + SECOND, end, paused) == seconds - 1  # and the latest such moment
    assert calendar.add(start, seconds, paused) <= end


@quick
@given(worlds(), offsets, offsets, offsets, pauses)
def test_rel_38_splitting_at_any_instant_changes_nothing(world, one, two, three, drawn):
    calendar, first = world
    paused = stretches(first, drawn)
    a, b, c = (first + offset * SECOND for offset in (one, two, three))
    assert calendar.between(a, b, paused) + calendar.between(b, c, paused) == calendar.between(a, c, paused)


@quick
@given(worlds(), offsets, amounts, amounts, pauses)
def test_rel_38_adding_in_two_steps_is_adding_at_once(world, offset, one, two, drawn):
    calendar, first = world
    start, paused = first + offset * SECOND, stretches(first, drawn)
    assert calendar.add(calendar.add(start, one, paused), two, paused) == calendar.add(
        start, one + two, paused
    )


@quick
@given(worlds(), offsets, offsets, amounts, amounts, pauses)
def test_rel_38_later_starts_and_longer_times_are_never_due_earlier(world, one, two, short, more, drawn):
    calendar, first = world
    paused = stretches(first, drawn)
    early, late = (first + offset * SECOND for offset in sorted((one, two)))
    assert calendar.add(early, short, paused) <= calendar.add(late, short, paused)
    assert calendar.add(early, short, paused) < calendar.add(early, short + more, paused)
    assert 0 <= calendar.between(early, late, paused) <= (late - early).total_seconds()


@quick
@given(worlds(), offsets, offsets, pauses)
def test_rel_38_segments_sum_to_the_wall_time(world, one, two, drawn):
    calendar, first = world
    paused = stretches(first, drawn)
    start, end = (first + offset * SECOND for offset in sorted((one, two)))
    segments = calendar.segments(start, end, paused)
    assert sum((segment.length for segment in segments), timedelta()) == end - start
    assert all(left.end == right.start for left, right in pairwise(segments))
    assert all(left.kind != right.kind for left, right in pairwise(segments))
    worked = sum((piece.length for piece in segments if piece.kind == Kind.WORKING), timedelta())
    assert worked == calendar.between(start, end, paused) * SECOND


@quick
@given(worlds(), offsets, amounts, pauses)
def test_rel_39_a_pause_never_counts(world, offset, seconds, drawn):
    calendar, first = world
    start, paused = first + offset * SECOND, stretches(first, drawn)
    for begin, end in paused:
        assert calendar.between(begin, end, paused) == 0
        assert not begin < calendar.add(start, seconds, paused) <= end
        moment = calendar.next_working_moment(begin, paused)
        assert moment >= end or begin == end
    doubled = [*paused, *reversed(paused)]
    assert calendar.add(start, seconds, doubled) == calendar.add(start, seconds, paused)


@quick
@given(worlds(), offsets, pauses)
def test_rel_38_the_next_and_the_last_working_moment_have_no_work_on_the_way(world, offset, drawn):
    calendar, first = world
    moment, paused = first + offset * SECOND, stretches(first, drawn)
    after, before = (
        calendar.next_working_moment(moment, paused),
        calendar.previous_working_moment(moment, paused),
    )
    assert before <= moment <= after
    assert calendar.between(before, after, paused) == 0 or before == moment == after
    assert calendar.is_working(after)
    assert calendar.between(after, after + SECOND, paused) == 1
    assert calendar.between(before - SECOND, before, paused) == 1


@quick
@given(offsets, st.integers(-(10**8), 10**8), st.integers(0, 999_999))
def test_round_the_clock_is_plain_addition(offset, seconds, micro):
    start = datetime(2026, 1, 1, microsecond=micro, tzinfo=UTC) + offset * SECOND
    assert ALWAYS.add(start, seconds) == start + seconds * SECOND
    assert ALWAYS.between(start, start + seconds * SECOND) == seconds


@given(worlds(), offsets)
def test_zero_seconds_are_full_at_the_start(world, offset):
    calendar, first = world
    assert calendar.add(first + offset * SECOND, 0) == first + offset * SECOND


@given(worlds(), offsets, amounts)
def test_a_calendar_comes_back_from_its_own_plain_data(world, offset, seconds):
    calendar, first = world
    again = Calendar.from_plain(calendar.to_plain())
    assert again.to_plain() == calendar.to_plain()
    start = first + offset * SECOND
    assert again.add(start, seconds) == calendar.add(start, seconds)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.integers(2005, 2040), offsets, amounts)
def test_rel_38_the_zone_of_the_question_does_not_matter(zone, year, offset, seconds):
    calendar = Calendar.from_plain({"zone": zone, "week": OFFICE})
    start = datetime(year, 3, 20, tzinfo=UTC) + offset * SECOND
    answers = {
        calendar.add(start.astimezone(ZoneInfo(other)), seconds) for other in (zone, *ZONES[:14:3], "UTC")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("seed", range(25))
def test_rel_38_a_walk_over_every_minute_agrees_in_100_000_cases(seed):
    """25 calendars, 4 000 questions each: due, back, between, next and previous, some with pauses."""
    dice = random.Random(seed)
    first = random_first(dice, DAYS)
    plain = random_calendar(dice, first, DAYS)
    calendar, walk, paused = Calendar.from_plain(plain), Walk(plain, utc(first), SPAN), []
    for number in range(4000):
        if number % 800 == 400:
            drawn = [(low, low + dice.randrange(900)) for low in dice.sample(range(SPAN), 3)]
            walk = walk.paused(drawn)
            paused = [*paused, *((walk.at(low), walk.at(high)) for low, high in drawn)]
        check(calendar, walk, paused, dice)


def check(calendar, walk, paused, dice):
    start, other, needed = dice.randrange(SPAN), dice.randrange(SPAN), dice.randrange(1, 3000)
    low, high = sorted((start, other))
    match dice.randrange(5):
        case 0:
            same(walk, walk.add(start, needed), lambda: calendar.add(walk.at(start), needed * 60, paused))
        case 1:
            same(walk, walk.back(start, needed), lambda: calendar.add(walk.at(start), -needed * 60, paused))
        case 2:
            same(walk, walk.next(start), lambda: calendar.next_working_moment(walk.at(start), paused))
        case 3:
            same(walk, walk.previous(start), lambda: calendar.previous_working_moment(walk.at(start), paused))
        case _:
            expected = walk.between(low, high) * 60
            assert calendar.between(walk.at(low), walk.at(high), paused) == expected


def same(walk, expected, ask):
    """The answers agree; where the walk's window ends, the answer lies outside of it."""
    answer = ask()
    if expected is None:
        assert not walk.at(0) < answer < walk.at(SPAN)
    else:
        assert answer == walk.at(expected)
