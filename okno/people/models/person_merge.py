from django.db import models


class PersonMerge(models.Model):
    """Two persons turned out to be one; what moved is written down, so that it can be undone."""

    source = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(
        default=dict, help_text="what went over: addresses, tickets, the former login address"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], name="person_merged_once", condition=models.Q(undone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
