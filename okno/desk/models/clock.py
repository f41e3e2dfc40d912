from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from okno.sla.models import Promise
from okno.sla.warnings import Step, Told

RUNNING = Q(stopped_at=None, cancelled_at=None)

Key = tuple[str, datetime]


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        """Neither stopped nor cancelled; paused ones too."""
        return self.filter(RUNNING)

    def uncounted(self) -> "ClockQuerySet":
        """Those that run and have no deadline, though they do not stand still: nobody can compute it."""
        return self.running().filter(due_at=None).exclude(pauses__contains=[{"to": None}])

    def to_be_told(self, now: datetime) -> "ClockQuerySet":
        """Those with a step of warning whose moment has come; what has waited longest stands first."""
        return self.running().filter(warn_at__lte=now).order_by("warn_at")


class Clock(Promise):
    """One promise about one ticket. What is promised again and again has a row for each round."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="clocks")
    # Whose promise it is: the team's, from its hand-over on; none: the desk's to the customer.
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The timer of warnings: kept beside `due_at` and summed as it is. Step 0 asks for a sum and tells nobody.
    warn_at = models.DateTimeField(
        null=True, help_text="when the next step comes; none while it stands still"
    )
    warn_step = models.PositiveSmallIntegerField(default=0, help_text="which step comes then, in percent")
    warned = models.PositiveSmallIntegerField(default=0, help_text="the step that was told last, in percent")
    warned_at = models.DateTimeField(null=True)

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
            ),
            models.Index(
                fields=["ticket"],
                name="clock_without_due",
                condition=Q(stopped_at=None, cancelled_at=None, due_at=None),
            ),
            models.Index(fields=["warn_at"], name="clock_warns", condition=Q(warn_at__isnull=False)),
        ]

    @property
    def key(self) -> "Key":
        """What tells it from the other clocks of its ticket: the round of a metric that began then."""
        return self.metric, self.started_at

    @property
    def runs(self) -> bool:
        """True until it is stopped or withdrawn; a paused one runs too."""
        return self.stopped_at is None and self.cancelled_at is None

    @property
    def told(self) -> Told:
        """The step of warning that was told last."""
        return Told(self.warned, self.warned_at)

    @property
    def comes(self) -> Step | None:
        """The step of warning that comes next, as it is kept."""
        return Step(self.warn_step, self.warn_at) if self.warn_at is not None else None

    def __str__(self) -> str:
        return f"{self.metric} of {self.ticket_id}"
