"""The calendar: plain data in, answers about working time out."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Self, final
from zoneinfo import ZoneInfo

from okno.sla.worktime.errors import BadMoment
from okno.sla.worktime.pieces import Segment, pieces
from okno.sla.worktime.rules import DAY, WEEKDAYS, Rules, Span, read, write
from okno.sla.worktime.timeline import MICRO, Timeline
from okno.sla.worktime.wall import ORIGIN, merged

Pauses = Sequence[tuple[datetime, datetime]]


@final
class Calendar:
    """Working hours of one zone; never changes, safe to share between threads."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._timeline = Timeline(rules)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Build a calendar from plain data; BadCalendar or NeverWorks says which part is wrong."""
        return cls(read(plain))

    def to_plain(self) -> dict[str, Any]:
        """Return the plain data in one normal form, ready for JSON."""
        return write(self._rules)

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose clocks tell when one works."""
        return self._rules.zone

    def add(self, start: datetime, seconds: int, paused: Pauses = ()) -> datetime:
        """Return the earliest moment at which so many seconds are worked since the start.

        Zero seconds are full at the start itself. Negative seconds go backwards: the latest moment from which
        so many seconds are worked until the start.
        """
        at, left = on_axis(start), seconds * MICRO
        if left > 0:
            if paused:
                at, left = self._forward(at, left, paused)
            return from_axis(self._timeline.ahead(at, left))
        if left < 0:
            at, left = self._backward(at, -left, paused)
            return from_axis(self._timeline.back(at, left))
        return from_axis(at)

    def between(self, start: datetime, end: datetime, paused: Pauses = ()) -> int:
        """Return the whole seconds worked from start to end; negative where the end is before the start."""
        begin, stop = on_axis(start), on_axis(end)
        if stop < begin:
            return -self.between(end, start, paused)
        work_at = self._timeline.work_at
        work = work_at(stop) - work_at(begin)
        for pause_begin, pause_end in on_line(paused):
            if begin < pause_end and pause_begin < stop:
                work -= work_at(min(pause_end, stop)) - work_at(max(pause_begin, begin))
        return work // MICRO

    def is_working(self, moment: datetime) -> bool:
        """True when the moment is worked; the end of an interval is not."""
        at = on_axis(moment)
        return self._timeline.next_work(at) == at

    def next_working_moment(self, moment: datetime, paused: Pauses = ()) -> datetime:
        """Return the moment itself when it is worked, or when work begins next."""
        at = self._timeline.next_work(on_axis(moment))
        for begin, end in on_line(paused):
            if begin <= at < end:
                at = self._timeline.next_work(end)
        return from_axis(at)

    def previous_working_moment(self, moment: datetime, paused: Pauses = ()) -> datetime:
        """Return the moment itself when work goes on until it, or when work ended last.

        The mirror of the next one: at 18:00 sharp the day's work is just done, so it is 18:00; at 09:00 sharp
        it is the evening before.
        """
        at = self._timeline.last_work(on_axis(moment))
        for begin, end in reversed(on_line(paused)):
            if begin < at <= end:
                at = self._timeline.last_work(begin)
        return from_axis(at)

    def segments(self, start: datetime, end: datetime, paused: Pauses = ()) -> list[Segment]:
        """Return the stretch from start to end in pieces of one kind each, without gaps."""
        begin, stop = on_axis(start), on_axis(end)
        if stop < begin:
            raise BadMoment("the end is before the start")
        found = pieces(self._rules, begin, stop, on_line(paused))
        return [Segment(from_axis(one), from_axis(two), kind) for one, two, kind in found]

    def _forward(self, at: int, left: int, paused: Pauses) -> tuple[int, int]:
        """Return where the last stretch without a pause begins, and the work that is left for it."""
        work_at = self._timeline.work_at
        for begin, end in on_line(paused):
            if end <= at:
                continue
            possible = work_at(begin) - work_at(at) if at < begin else 0
            if left <= possible:
                break
            at, left = end, left - possible
        return at, left

    def _backward(self, at: int, left: int, paused: Pauses) -> tuple[int, int]:
        """Do the same backwards: where the last stretch ends, and the work that is left for it."""
        work_at = self._timeline.work_at
        for begin, end in reversed(on_line(paused)):
            if at <= begin:
                continue
            possible = work_at(at) - work_at(end) if end < at else 0
            if left <= possible:
                break
            at, left = begin, left - possible
        return at, left

    def __reduce__(self) -> tuple[Any, ...]:
        return Calendar.from_plain, (self.to_plain(),)

    def __repr__(self) -> str:
        return f"Calendar({self.to_plain()})"


@lru_cache(maxsize=512)
def prepared(text: str) -> Calendar:
    """Return the calendar of a JSON text, kept so that its years are prepared only once."""
    return Calendar.from_plain(json.loads(text))


def on_axis(moment: datetime) -> int:
    """Return an aware moment as microseconds of the axis of UTC."""
    try:
        since = moment - ORIGIN
    except TypeError:
        raise BadMoment(f"{moment} has no time zone") from None
    return (since.days * DAY + since.seconds) * MICRO + since.microseconds


def from_axis(at: int) -> datetime:
    """Return microseconds of the axis as a moment in UTC."""
    if at % MICRO or at < 0:
        return ORIGIN + timedelta(microseconds=at)
    return datetime.fromtimestamp(at // MICRO, UTC)  # the same, four times as fast


def on_line(paused: Pauses) -> list[Span]:
    """Return pauses on the axis, sorted, without overlaps and empty ones."""
    found: list[Span] = []
    for begin, end in paused:
        one, two = on_axis(begin), on_axis(end)
        if two < one:
            raise BadMoment(f"the pause from {begin} ends before it begins, at {end}")
        if one < two:
            found.append((one, two))
    return merged(sorted(found))


ALWAYS: Final = Calendar.from_plain({"zone": "UTC", "week": {day: [["00:00", "24:00"]] for day in WEEKDAYS}})
"""Round the clock, every day of the year."""
