from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reason(models.TextChoices):
    SICK = "sick", pgettext_lazy("absence", "sick leave")
    HOLIDAY = "holiday", pgettext_lazy("absence", "holiday")
    TRAINING = "training", pgettext_lazy("absence", "training")
    OTHER = "other", pgettext_lazy("absence", "absence")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        """Those that were not called off."""
        return self.filter(cancelled_at=None)


class Absence(models.Model):
    """Somebody is away from a moment until another, or until further notice; somebody else may stand in."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="absences")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, default=Reason.HOLIDAY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="none: until further notice")
    # None: what is urgent goes back to the team.
    substitute = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Absence"]] = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["person", "starts_at"], name="absence_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"
