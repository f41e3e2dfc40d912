from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.core.naming import named


class BreachReason(models.Model):
    """Why deadlines are missed, as the desk tells it: a short list to choose from, so that reports can count."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return named(self.name, self.name_en)


class Breach(models.Model):
    """What was said about one missed clock: why it was missed, and how much time somebody excused.

    A clock is known by its ticket, its metric and its beginning: it may be made again from the facts. Who said what
    before is in the facts.
    """

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="breaches")
    metric = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    reason = models.ForeignKey(BreachReason, on_delete=models.PROTECT, null=True, related_name="breaches")
    note = models.CharField(max_length=500, blank=True)
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)
    excused_minutes = models.PositiveIntegerField(default=0, help_text="working minutes")
    excused_why = models.CharField(max_length=500, blank=True)
    excused_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    excused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "metric", "started_at"], name="one_breach_a_clock"),
            models.CheckConstraint(
                condition=Q(excused_minutes=0) | Q(excused_by__isnull=False), name="excused_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["said_at"], name="breach_said")]

    def __str__(self) -> str:
        return f"{self.metric} of {self.ticket_id}"
