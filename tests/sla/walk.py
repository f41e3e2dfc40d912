"""The reference for working time: a walk over every real minute that looks at the clock on the wall.

It shares no code with `okno.sla.worktime`: it is slow and so simple that one sees that it is right.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def minutes_on(spans: list, day: int) -> set[int]:
    """The minutes of a day's clock, or of the next day's (day=1), that lie in the day's intervals."""
    found: set[int] = set()
    for begin, end in spans:
        low, high = minutes(begin), minutes(end)
        found.update(range(low, high if high > low else high + 1440))
    return {minute - day * 1440 for minute in found if day * 1440 <= minute < day * 1440 + 1440}


def hours(plain: dict, day: date) -> list:
    if day.isoformat() in plain.get("exceptions", {}):
        return plain["exceptions"][day.isoformat()]
    if day.isoformat() in plain.get("holidays", []):
        return []
    return plain["week"].get(NAMES[day.weekday()], [])


def worked_on(plain: dict, today: date) -> set[int]:
    """The minutes worked by the clock of a date."""
    before = today - timedelta(days=1)
    breaks = plain.get("breaks", {})
    planned = minutes_on(hours(plain, today), 0) | minutes_on(hours(plain, before), 1)
    broken = minutes_on(breaks.get(today.isoformat(), []), 0) | minutes_on(
        breaks.get(before.isoformat(), []), 1
    )
    return planned - broken


class Walk:
    """Every minute of a window of real time, with what is worked in it; pauses are pairs of minutes."""

    def __init__(self, plain: dict, first: datetime, length: int) -> None:
        self.first = first.astimezone(UTC)
        zone = ZoneInfo(plain["zone"])
        on_date = lru_cache(lambda day: worked_on(plain, day))
        local = ((self.first + n * MINUTE).astimezone(zone) for n in range(length))
        self.look([at.hour * 60 + at.minute in on_date(at.date()) for at in local])

    def look(self, worked: list[bool]) -> None:
        self.worked = worked
        self.sums = [0, *accumulate(worked)]
        self.places = [n for n, is_worked in enumerate(worked) if is_worked]

    def at(self, minute: int) -> datetime:
        return self.first + minute * MINUTE

    def paused(self, pauses: list[tuple[int, int]]) -> "Walk":
        other = object.__new__(Walk)
        other.first = self.first
        silent = {n for low, high in pauses for n in range(low, high)}
        other.look([worked and n not in silent for n, worked in enumerate(self.worked)])
        return other

    def between(self, start: int, end: int) -> int:
        return self.sums[end] - self.sums[start]

    def add(self, start: int, needed: int) -> int | None:
        """The first minute by whose beginning so many minutes are worked; None outside the window."""
        minute = bisect_left(self.sums, self.sums[start] + needed)
        return max(start, minute) if minute < len(self.sums) else None

    def back(self, start: int, needed: int) -> int | None:
        minute = bisect_right(self.sums, self.sums[start] - needed) - 1
        return min(start, minute) if self.sums[start] >= needed else None

    def next(self, start: int) -> int | None:
        place = bisect_left(self.places, start)
        return self.places[place] if place < len(self.places) else None

    def previous(self, start: int) -> int | None:
        place = bisect_left(self.places, start) - 1
        return self.places[place] + 1 if place >= 0 else None
