"""The course of one clock as facts tell it: plain values, no row."""

from dataclasses import dataclass
from typing import TypeVar

from okno.desk.models import Clock, Ticket
from okno.desk.models.clock import Key
from okno.sla.life import Life


@dataclass(slots=True)
class Course(Life):
    """What a `Clock` keeps of its course; warnings are no part of it."""

    team_id: int | None = None

    @property
    def key(self) -> Key:
        """What tells it from the other clocks of its ticket."""
        return self.metric, self.started_at

    @property
    def runs(self) -> bool:
        """True until it is stopped or withdrawn."""
        return self.stopped_at is None and self.cancelled_at is None

    def row(self, ticket: Ticket) -> Clock:
        """Return a row that tells the same, not written yet."""
        return Clock(
            ticket=ticket,
            metric=self.metric,
            started_at=self.started_at,
            calendar_id=self.calendar_id,
            minutes=self.minutes,
            until=self.until,
            pauses=self.pauses,
            stopped_at=self.stopped_at,
            cancelled_at=self.cancelled_at,
            team_id=self.team_id,
        )


AnyClock = Clock | Course
C = TypeVar("C", Clock, Course)  # what goes in as rows comes out as rows
