"""Working time: how long something took, and when it is due, by a calendar of working hours.

Pure arithmetic: no database, no settings, no ticket. Everything public is in this module:

    calendar = Calendar.from_plain({
        "zone": "Europe/Moscow",
        "week": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "fri": [["22:00", "06:00"]]},
        "holidays": ["2026-01-01"],                          # nothing is worked on these dates
        "exceptions": {"2026-04-30": [["09:00", "17:00"]]},  # instead of the week's hours; [] is a day off
        "breaks": {"2026-04-15": [["10:00", "11:00"]]},      # cut out of whatever is worked then
    })
    calendar.add(start, 4 * 3600)             # the earliest moment at which four hours are worked
    calendar.between(start, end)              # seconds worked
    calendar.next_working_moment(start)
    calendar.previous_working_moment(start)
    calendar.segments(start, end)             # the whole stretch in pieces, each with its kind

What the words mean, exactly:

- A moment is an aware datetime; a naive one is a ValueError. Answers are in UTC, because Python subtracts and
  compares two datetimes of one zone by the clock on the wall, which is wrong over a change of the clocks.
- A moment is worked when the clock on the wall shows a working time. Seconds counted are seconds that really
  passed: an hour that the clocks skip is nobody's, an hour that they repeat counts twice.
- Intervals hold their beginning and not their end. "24:00" is the end of a day; an interval whose end is
  before its beginning goes over midnight. It belongs to the day on which it begins: a holiday takes away the
  shift that begins on it, and not the end of the shift of the evening before.
- On one date, an exception is stronger than a holiday (people do work then), and a holiday than the week.
- `paused` is a sequence of (from, to) pairs of moments; what lies in them never counts, however they overlap.
- Moments lie in the years 1900 to 2199. Where no working time is left within them, NeverWorks is raised.

After the first question about a year an answer costs a binary search (see bench/worktime.py).
"""

from okno.sla.worktime.calendar import ALWAYS, Calendar, prepared
from okno.sla.worktime.errors import BadCalendar, BadMoment, NeverWorks, Why
from okno.sla.worktime.lines import answer, explain_lines
from okno.sla.worktime.pieces import Kind, Segment
from okno.sla.worktime.rules import WEEKDAYS

__all__ = [
    "ALWAYS",
    "WEEKDAYS",
    "BadCalendar",
    "BadMoment",
    "Calendar",
    "Kind",
    "NeverWorks",
    "Segment",
    "Why",
    "answer",
    "explain_lines",
    "prepared",
]
