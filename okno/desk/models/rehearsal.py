from django.db import models

from okno.desk.models.part import Part


class Rehearsal(models.Model):
    """A draft run over the facts of the past: what would have been late. Nothing is written but this row and its items."""

    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        "contracts.PolicyVersion",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="of a policy",
    )
    calendar = models.ForeignKey(
        "sla.WorkCalendar", on_delete=models.CASCADE, null=True, related_name="+", help_text="or a calendar"
    )
    instead_of = models.ForeignKey(
        "sla.WorkCalendar", on_delete=models.CASCADE, null=True, related_name="+", help_text="of this one"
    )
    months = models.PositiveSmallIntegerField(default=3)
    since = models.DateTimeField()
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    untold = models.PositiveIntegerField(
        default=0, help_text="tickets whose old facts do not tell what was promised"
    )
    promises = models.JSONField(
        default=dict, help_text="by metric: how many were promised, how many would have been"
    )

    def __str__(self) -> str:
        return str(self.version or self.calendar)


class RehearsalPart(Part):
    """A part of a rehearsal that nobody has done yet."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="parts")

    def __str__(self) -> str:
        return f"{self.rehearsal}: {self.after}–{self.upto or ''}"


class Late(models.Model):
    """One promise that was late, or would have been: by how many working seconds; none where it was not promised."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="late")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=12)
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    was = models.PositiveIntegerField(default=0, help_text="working seconds; 0: not late")
    would = models.PositiveIntegerField(default=0, help_text="working seconds; 0: not late")

    class Meta:
        indexes = [models.Index(fields=["rehearsal", "metric", "ticket"], name="late_of")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.metric}"
