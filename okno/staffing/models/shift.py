from django.db import models
from django.utils.translation import gettext_lazy as _


class Shift(models.Model):
    """Hours of a week that some people work, by the clocks of the desk; for good, or from a date until another."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    week = models.JSONField(_("weekly hours"), default=dict, blank=True)
    begins_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # Rests on the days off of the desk, and comes on a Saturday that was made a working day.
    keeps_holidays = models.BooleanField(_("rests on holidays"), default=True)
    # Nobody works so yet: it is looked at on the past first, and switched on from a day.
    is_draft = models.BooleanField(_("draft"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Stint(models.Model):
    """A person works a shift."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="stints")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="stints")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shift", "person"], name="once_in_a_shift")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.shift_id}"
