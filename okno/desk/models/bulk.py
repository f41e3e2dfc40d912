from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    WAITS = "", _("waits for its turn")
    DONE = "done", _("changed")
    SAME = "same", _("was so already")
    REFUSED = "refused", _("not changed")
    SKIPPED = "skipped", _("stopped before its turn")
    UNDONE = "undone", _("taken back")
    KEPT = "kept", _("left as it is")


class Reason(models.TextChoices):
    NONE = "", "—"
    OVER = "over", _("it is resolved or closed already")
    NOT_NOW = "not_now", _("its present state does not allow it")
    MERGED = "merged", _("it was merged into another one")
    HIDDEN = "hidden", _("it is not open to you")
    FORBIDDEN = "forbidden", _("you have no right to do this")
    INPUT = "input", _("the value does not fit it")
    FAULT = "fault", _("something went wrong at the desk")
    CHANGED = "changed", _("somebody has changed it since")


class BulkRun(models.Model):
    """One deed to many tickets, by one person; it can be taken back for ten minutes, as far as nobody changed them since."""

    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="bulk_runs")
    deed = models.CharField(max_length=12)
    value = models.CharField(
        max_length=60, blank=True, help_text="an id, a code or a tag, as the deed has it"
    )
    missing = models.PositiveSmallIntegerField(default=0, help_text="asked for, and not open to the person")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="empty while there is something to do")
    undone_at = models.DateTimeField(null=True, help_text="when the person asked to take it back")

    class Meta:
        indexes = [
            models.Index(fields=["begun_at"], name="bulk_run_going", condition=Q(ended_at=None)),
            models.Index(fields=["by", "-id"], name="bulk_run_of"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.value}".strip()


class BulkItemQuerySet(models.QuerySet["BulkItem"]):
    def to_do(self, run: BulkRun) -> "BulkItemQuerySet":
        """Return what the run has still to change, or to take back."""
        return self.filter(run=run, outcome=Outcome.DONE if run.undone_at else Outcome.WAITS)


class BulkItem(models.Model):
    """One ticket of a run: what came of it, how it was before, and its version afterwards."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITS)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, default=Reason.NONE)
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["BulkItem"]] = BulkItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ticket"], name="once_in_a_run")]
        indexes = [models.Index(fields=["run", "outcome", "ticket"], name="bulk_item_turn")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.outcome or '…'}"
