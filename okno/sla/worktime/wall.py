"""The clock on the wall: what is planned and worked in local time, and where a zone changes its offset.

Local time and UTC are counted on one axis: whole seconds since 1970-01-01 00:00.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from okno.sla.worktime.rules import DAY, Rules, Span

ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = ORIGIN.toordinal()


def midnight(ordinal: int) -> int:
    """Return where a date begins on the axis."""
    return (ordinal - FIRST_DAY) * DAY


def day_of(second: int) -> int:
    """Return the date, as an ordinal, in which a second of the axis lies."""
    return second // DAY + FIRST_DAY


def planned(rules: Rules, first: int, last: int) -> list[Span]:
    """Return the working intervals that begin on the days first … last, merged, before breaks by date."""
    return merged(
        (midnight(ordinal) + begin, midnight(ordinal) + end)
        for ordinal in range(first, last + 1)
        for begin, end in rules.of_day(ordinal)
    )


def worked(rules: Rules, first: int, last: int) -> list[Span]:
    """Return the working intervals of the days first … last with the breaks by date cut out."""
    return cut(planned(rules, first, last), breaks(rules, first, last))


def breaks(rules: Rules, first: int, last: int) -> list[Span]:
    """Return the breaks by date of the days first … last, sorted and merged."""
    return merged(
        (midnight(ordinal) + begin, midnight(ordinal) + end)
        for ordinal in sorted(day for day in rules.breaks if first <= day <= last)
        for begin, end in rules.breaks[ordinal]
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap; they come in the order of their beginnings."""
    found: list[Span] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def cut(spans: list[Span], holes: list[Span]) -> list[Span]:
    """Cut holes out of spans; both are sorted and separate."""
    if not holes:
        return spans
    left: list[Span] = []
    first = 0
    for begin, end in spans:
        while first < len(holes) and holes[first][1] <= begin:
            first += 1
        at = begin
        for hole_begin, hole_end in islice(holes, first, None):
            if hole_begin >= end:
                break
            if at < hole_begin:
                left.append((at, hole_begin))
            at = hole_end
        if at < end:
            left.append((at, end))
    return left


def to_utc(spans: Sequence[Span], steady: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Return the stretches (begin, end, number of the span) of UTC during which the wall clock is in a span.

    The spans are sorted and separate. A local time that the clocks skip gives nothing; one that they repeat
    gives two stretches.
    """
    position = 0
    for begin, end, offset in steady:
        while position and spans[position - 1][1] > begin + offset:
            position -= 1  # the clocks went back: these local times come once more
        while position < len(spans) and spans[position][0] < end + offset:
            low = max(spans[position][0] - offset, begin)
            high = min(spans[position][1] - offset, end)
            if low < high:
                yield low, high, position
            position += 1


@lru_cache(maxsize=4096)
def steady_year(zone: ZoneInfo, year: int) -> tuple[tuple[int, int, int], ...]:
    """Return the stretches (begin, end, offset) of a UTC year in which the zone keeps its offset from UTC."""
    begin, end = (midnight(date(y, 1, 1).toordinal()) for y in (year, year + 1))
    edges = [begin]
    for day in range(begin, end, DAY):
        low = day
        while offset_at(zone, low) != offset_at(zone, day + DAY):
            low = first_change(zone, low, day + DAY)
            edges.append(low)
    edges.append(end)
    return tuple((one, two, offset_at(zone, one)) for one, two in pairwise(edges))


def first_change(zone: ZoneInfo, low: int, high: int) -> int:
    """Return the second in (low, high] at which the zone's offset changes, by halving."""
    before = offset_at(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def offset_at(zone: ZoneInfo, second: int) -> int:
    """Return the zone's offset from UTC in seconds, at a second of the axis."""
    offset = (ORIGIN + timedelta(seconds=second)).astimezone(zone).utcoffset()
    assert offset is not None
    return offset.days * DAY + offset.seconds
