from django.db import models
from django.db.models import Q


class Agreement(models.Model):
    """What a team promises to the desk from the hand-over on (OLA); with a partner's team it is a contract (UC)."""

    name = models.CharField(max_length=120, unique=True)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.PROTECT, related_name="+")
    minutes = models.JSONField(
        default=dict, blank=True, help_text="working minutes by the code of a priority; none: nothing agreed"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(is_active=True), name="one_agreement_a_team")
        ]

    def __str__(self) -> str:
        return self.name
