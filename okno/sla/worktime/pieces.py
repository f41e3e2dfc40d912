"""A stretch of time in pieces: what was worked, and why the rest was not. The pieces sum to the wall time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from okno.sla.worktime.rules import Rules, Span
from okno.sla.worktime.timeline import MICRO, year_of
from okno.sla.worktime.wall import cut, day_of, midnight, planned, steady_year, to_utc, worked


class Kind(StrEnum):
    """Why a piece of time counts or does not count."""

    WORKING = "working"
    NIGHT = "night"  # outside the hours of a day that has some
    WEEKEND = "weekend"  # a weekday without hours
    HOLIDAY = "holiday"  # a date that is a holiday, or has an exception without hours
    BREAK = "break"  # between two intervals of one day, or a break by date
    PAUSE = "pause"  # the clock was stopped


class Segment(NamedTuple):
    """A piece of time of one kind; both ends in UTC, the end not included."""

    start: datetime
    end: datetime
    kind: Kind

    @property
    def length(self) -> timedelta:
        """Time that really passes in the piece."""
        return self.end - self.start


Piece = tuple[int, int, Kind]


def pieces(rules: Rules, begin: int, end: int, pauses: Sequence[Span]) -> Iterator[Piece]:
    """Cut [begin, end) into pieces; moments and sorted separate pauses are microseconds of the axis."""
    return joined(overlaid(unpaused(rules, begin, end), pauses))


def unpaused(rules: Rules, begin: int, end: int) -> Iterator[Piece]:
    """Cut a stretch by the calendar alone, year by year."""
    for year in range(year_of(begin), year_of(end) + 1):
        first = max(date(year, 1, 1).toordinal() - 1, day_of(begin // MICRO) - 1)
        last = min(date(year, 12, 31).toordinal() + 1, day_of(end // MICRO) + 1)
        spans, kinds = explained(rules, first, last)
        for low, high, number in to_utc(spans, steady_year(rules.zone, year)):
            one, two = max(low * MICRO, begin), min(high * MICRO, end)
            if one < two:
                yield one, two, kinds[number]


def explained(rules: Rules, first: int, last: int) -> tuple[list[Span], list[Kind]]:
    """Cut the local days first … last into spans, each with its kind."""
    plan, work = planned(rules, first - 1, last), worked(rules, first - 1, last)
    low, high = midnight(first), midnight(last + 1)
    edges = {midnight(day) for day in range(first, last + 2)}
    edges.update(edge for span in (*plan, *work) for edge in span if low < edge < high)
    spans = list(pairwise(sorted(edges)))
    return spans, [kind_at(rules, begin, plan, work) for begin, _ in spans]


def kind_at(rules: Rules, second: int, plan: Sequence[Span], work: Sequence[Span]) -> Kind:
    """Say what a local second is."""
    if holds(work, second):
        return Kind.WORKING
    if holds(plan, second):
        return Kind.BREAK
    ordinal = day_of(second)
    hours = rules.of_day(ordinal)
    if not hours:
        return Kind.HOLIDAY if rules.is_special(ordinal) else Kind.WEEKEND
    return Kind.BREAK if hours[0][0] <= second - midnight(ordinal) < hours[-1][1] else Kind.NIGHT


def holds(spans: Sequence[Span], second: int) -> bool:
    """True when one of the sorted, separate spans holds a second."""
    number = bisect_right(spans, second, key=begin_of) - 1
    return number >= 0 and second < spans[number][1]


def begin_of(span: Span) -> int:
    """Return where a span begins."""
    return span[0]


def overlaid(found: Iterable[Piece], pauses: Sequence[Span]) -> Iterator[Piece]:
    """Lay pauses over pieces."""
    for begin, end, kind in found:
        at = begin
        for free_begin, free_end in cut([(begin, end)], list(pauses)):
            if at < free_begin:
                yield at, free_begin, Kind.PAUSE
            yield free_begin, free_end, kind
            at = free_end
        if at < end:
            yield at, end, Kind.PAUSE


def joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind."""
    last: Piece | None = None
    for piece in found:
        if last and last[2] == piece[2]:
            last = (last[0], piece[1], last[2])
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
