"""When somebody of a team is there, and how long one waits for somebody otherwise. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from okno.staffing.roster import Duty, Span, joined

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Manned:
    """The times at which at least one person is there, in order and without overlaps."""

    spans: tuple[Span, ...]
    starts: tuple[datetime, ...]
    end: datetime
    """Until when it is known."""

    def wait(self, moment: datetime) -> timedelta:
        """Return how long it takes from a moment until somebody is there; what lies beyond the known time counts to its end."""
        place = bisect_right(self.starts, moment)
        if place and moment < self.spans[place - 1][1]:
            return NOTHING
        return (self.starts[place] if place < len(self.starts) else max(self.end, moment)) - moment


def manned(duties: Iterable[Duty], start: datetime, end: datetime) -> Manned:
    """Return when at least one of these is there between two moments."""
    spans = tuple(joined(span for duty in duties for span in duty.spans(start, end)))
    return Manned(spans, tuple(begin for begin, _end in spans), end)
