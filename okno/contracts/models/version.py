from datetime import date

from django.db import models
from django.db.models import Q


class PolicyVersion(models.Model):
    """What a policy promises from a date on. One that is in force is followed by another and never edited."""

    name = models.CharField(max_length=160, unique=True, help_text="by which files know it")
    policy = models.ForeignKey("contracts.Policy", on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateField(null=True, blank=True, help_text="by the desk's zone; none: a draft")
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.PROTECT, related_name="+")
    minutes = models.JSONField(
        default=dict, blank=True, help_text="working minutes by the code of a priority and by metric"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["policy", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "valid_from"], condition=Q(is_active=True), name="one_version_a_date"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, day: date) -> bool:
        """True where it has begun; another one may follow it already."""
        return self.is_active and self.valid_from is not None and self.valid_from <= day
