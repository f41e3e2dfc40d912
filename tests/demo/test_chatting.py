"""The conversations of the demo begin while somebody works until their end, whenever the demo is made."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from okno.demo.chatting import TAKES, begins
from okno.sla.worktime import Calendar

WEEK = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR = Calendar.from_plain({"zone": "Europe/Moscow", "week": WEEK})
MONDAY, WORKED = datetime(2026, 11, 2, tzinfo=UTC), 40 * 3600


@given(worked=some.integers(min_value=0, max_value=4 * WORKED))
def test_a_conversation_is_over_before_the_desk_closes(worked: int) -> None:
    wanted = CALENDAR.add(MONDAY, worked)

    at = begins(CALENDAR, wanted)

    assert CALENDAR.between(at, at + TAKES) == TAKES.total_seconds(), at
    assert timedelta() <= timedelta(seconds=CALENDAR.between(at, wanted)) <= TAKES
