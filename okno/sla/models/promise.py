from django.db import models
from django.utils.translation import gettext_lazy as _


class Metric(models.TextChoices):
    REACTION = "reaction", _("reaction")
    FIRST_REPLY = "first_reply", _("first reply")
    RESOLUTION = "resolution", _("resolution")


class Promise(models.Model):
    """One clock's life, whatever it is promised about: the parts that time alone needs. Times are UTC.

    `due_at` is derived from the others by `okno.sla.clocks.due` and never patched by hand.
    """

    metric = models.CharField(max_length=12, choices=Metric.choices)
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(help_text="promised working minutes")
    started_at = models.DateTimeField()
    # Pauses as [from, to] in ISO 8601; an open pause has null as its end. Rows with reasons come with the ledger.
    pauses = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True, help_text="none while paused")
    stopped_at = models.DateTimeField(null=True)
    # Cancelled: the promise was withdrawn (merged away, nothing to react to); it counts in no report.
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
