from django.db import models

from okno.core.said import tell


class Fact(models.Model):
    """One thing that happened: timeline, audit and figures read the same row. Append-only; a trigger sees to it."""

    kind = models.CharField(max_length=40, help_text="one of okno.desk.kinds")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="facts", null=True)
    message = models.ForeignKey("desk.Message", on_delete=models.CASCADE, related_name="facts", null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict, help_text="what changed: ids, names, before and after")
    why = models.TextField(blank=True, help_text="the reason of an automatic act, or what the person said")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="fact_ticket"),
            models.Index(fields=["kind", "at"], name="fact_kind"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def reason(self) -> str:
        """Why, in the reader's language: what people said as they said it, the desk's own words translated."""
        kept = self.data.get("why")
        return tell(kept) if kept else self.why
