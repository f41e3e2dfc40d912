from django.db import models


class Trace(models.Model):
    """Why a ticket is where it is: which rules were looked at because of one fact, what they saw and what they did.

    At most one for a fact, so a job that runs twice routes once. The words are kept as they were then.
    """

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="traces")
    fact = models.OneToOneField("desk.Fact", on_delete=models.CASCADE, related_name="trace")
    at = models.DateTimeField()
    looked_at = models.PositiveSmallIntegerField(default=0, help_text="how many rules")
    steps = models.JSONField(
        default=list, help_text="the rules that fitted and those that nearly did, in their order"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ticket", "-id"], name="trace_of")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.looked_at}"
