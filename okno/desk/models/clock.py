from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from okno.sla.models import Promise

Key = tuple[str, datetime]


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        """Neither stopped nor cancelled; paused ones too."""
        return self.filter(stopped_at=None, cancelled_at=None)


class Clock(Promise):
    """One promise about one ticket. What is promised again and again has a row for each round."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="clocks")

    objects: ClassVar[models.Manager["Clock"]] = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "metric", "started_at"], name="one_clock_a_round")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="clock_due",
                condition=Q(stopped_at=None, cancelled_at=None, due_at__isnull=False),
            )
        ]

    @property
    def key(self) -> "Key":
        """What tells it from the other clocks of its ticket: the round of a metric that began then."""
        return self.metric, self.started_at

    @property
    def runs(self) -> bool:
        """True until it is stopped or withdrawn; a paused one runs too."""
        return self.stopped_at is None and self.cancelled_at is None

    def __str__(self) -> str:
        return f"{self.metric} of {self.ticket_id}"
