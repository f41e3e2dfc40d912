"""How fast deadlines are: a small table. Run as `python bench/worktime.py`; one core, the best of five rounds.

The wanted number: at least 200,000 deadlines a second on a prepared calendar, years ahead.
"""

import io
import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from okno.sla.russia import OFFICE_WEEK, production_calendar
from okno.sla.worktime import ALWAYS, Calendar, explain_lines

COUNT = 50_000
YEAR = 365 * 86_400


def plain() -> dict:
    """An office in Moscow with lunch, and the Russian days of four years."""
    parts: dict = {"zone": "Europe/Moscow", "week": OFFICE_WEEK, "holidays": [], "exceptions": {}}
    for year in range(2024, 2028):
        holidays, exceptions = production_calendar(year)
        parts["holidays"] += holidays
        parts["exceptions"] |= exceptions
    return parts


def moments(count: int) -> list[datetime]:
    """Moments of 2026, evenly at random."""
    dice = random.Random(1)
    return [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(YEAR)) for _ in range(count)]


def best(run: Callable[[], object]) -> float:
    """Return the shortest time of five runs, in seconds."""
    times = []
    for _ in range(5):
        begun = perf_counter()
        run()
        times.append(perf_counter() - begun)
    return min(times)


def main() -> None:
    """Measure and print."""
    calendar, starts = Calendar.from_plain(plain()), moments(COUNT)
    local = [start.astimezone(calendar.zone) for start in starts]
    ends = [start + timedelta(days=3) for start in starts]
    pause = [
        (datetime(2026, month, 3, 8, tzinfo=UTC), datetime(2026, month, 4, 12, tzinfo=UTC))
        for month in (3, 6, 9)
    ]
    question = {"kind": "due", **plain(), "start": "2026-03-02T12:00:00+03:00", "seconds": 14_400}
    lines = "\n".join([json.dumps(question)] * 5000)
    calendar.add(starts[0], 20_000 * 3600)  # ten years are prepared before the clock starts

    rows: list[tuple[str, int, Callable[[], object]]] = [
        ("due in 4 hours", COUNT, lambda: [calendar.add(start, 14_400) for start in starts]),
        (
            "due in 4 hours, start in local time",
            COUNT,
            lambda: [calendar.add(start, 14_400) for start in local],
        ),
        (
            "due in 8 years (16 000 hours)",
            COUNT,
            lambda: [calendar.add(start, 57_600_000) for start in starts],
        ),
        ("due in 4 hours, backwards", COUNT, lambda: [calendar.add(start, -14_400) for start in starts]),
        (
            "due in 4 hours, three pauses",
            COUNT,
            lambda: [calendar.add(start, 14_400, pause) for start in starts],
        ),
        ("due in 4 hours, round the clock", COUNT, lambda: [ALWAYS.add(start, 14_400) for start in starts]),
        (
            "seconds between",
            COUNT,
            lambda: [calendar.between(*pair) for pair in zip(starts, ends, strict=True)],
        ),
        ("next working moment", COUNT, lambda: [calendar.next_working_moment(start) for start in starts]),
        (
            "segments of three days",
            2000,
            lambda: [calendar.segments(*pair) for pair in zip(starts[:2000], ends, strict=False)],
        ),
        ("questions as JSON lines", 5000, lambda: explain_lines(io.StringIO(lines), io.StringIO())),
        (
            "new calendars with a year prepared",
            100,
            lambda: [Calendar.from_plain(plain()).add(starts[0], 1) for _ in range(100)],
        ),
    ]
    print(f"{'what':<38}{'a second':>12}")
    for name, count, run in rows:
        print(f"{name:<38}{count / best(run):>12,.0f}")


if __name__ == "__main__":
    main()
