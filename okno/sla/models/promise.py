from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Metric(models.TextChoices):
    """What a clock is about: promised by priorities and policies (`BY_TERMS`), by a colleague, by the team that has it."""

    REACTION = "reaction", _("reaction")
    FIRST_REPLY = "first_reply", _("first reply")
    NEXT_REPLY = "next_reply", _("next reply")
    UPDATE = "update", _("regular update")
    RESOLUTION = "resolution", _("resolution")
    GIVEN_REPLY = "given_reply", _("promised answer")
    GIVEN_DEED = "given_deed", _("promised deed")
    OLA = "ola", _("team deadline")


BY_TERMS: Final = (
    Metric.REACTION,
    Metric.FIRST_REPLY,
    Metric.NEXT_REPLY,
    Metric.UPDATE,
    Metric.RESOLUTION,
)


class Waited(models.TextChoices):
    """For what a clock stood still."""

    CUSTOMER = "customer", pgettext_lazy("pause", "waiting for the requester's answer")
    THIRD_PARTY = "third_party", pgettext_lazy("pause", "waiting for a third party")
    PLANNED = "planned", pgettext_lazy("pause", "put off until a date")
    APPROVAL = "approval", pgettext_lazy("pause", "waiting for the customer's approval")
    OVER = "over", pgettext_lazy("pause", "solved, then taken up again")


class Promise(models.Model):
    """One clock's life, whatever it is promised about: the parts that time alone needs. Times are UTC.

    `due_at` is derived from the others by `okno.sla.clocks.due` and never patched by hand.
    """

    metric = models.CharField(max_length=12, choices=Metric.choices)
    calendar = models.ForeignKey("sla.WorkCalendar", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(help_text="promised working minutes")
    until = models.DateTimeField(
        null=True, help_text="a moment that was promised itself; it decides, whatever the minutes say"
    )
    started_at = models.DateTimeField()
    # In ISO 8601. An open pause has null as its end; one from before the ledger may know neither reason nor person.
    pauses = models.JSONField(default=list, help_text="{from, to, why: one of Waited, by: a person's id}")
    due_at = models.DateTimeField(null=True, help_text="none while paused")
    stopped_at = models.DateTimeField(null=True)
    # Cancelled: the promise was withdrawn (merged away, nothing to react to); it counts in no report.
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
