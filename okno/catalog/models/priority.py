from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.core.naming import named


class Priority(models.Model):
    """How much a request hurts, told by a criterion, and what the desk promises then. Minutes are working minutes."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    criterion = models.TextField(_("criterion"), blank=True, max_length=1000)
    criterion_en = models.TextField(_("criterion in English"), blank=True, max_length=1000)
    rank = models.PositiveSmallIntegerField(_("rank"), help_text=_("1 is the most urgent"))
    calendar = models.ForeignKey(
        "sla.WorkCalendar", on_delete=models.PROTECT, related_name="+", verbose_name=_("calendar")
    )
    reaction_minutes = models.PositiveIntegerField(_("reaction, minutes"), null=True, blank=True)
    first_reply_minutes = models.PositiveIntegerField(_("first reply, minutes"), null=True, blank=True)
    next_reply_minutes = models.PositiveIntegerField(_("next reply, minutes"), null=True, blank=True)
    update_minutes = models.PositiveIntegerField(_("regular update, minutes"), null=True, blank=True)
    resolution_minutes = models.PositiveIntegerField(_("resolution, minutes"), null=True, blank=True)
    is_default = models.BooleanField(_("for new tickets"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["rank"]
        verbose_name = _("priority")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_priority"
            )
        ]

    def __str__(self) -> str:
        return named(self.name, self.name_en)

    @property
    def sign(self) -> str:
        """How to tell this priority, in the reader's language."""
        return named(self.criterion, self.criterion_en)

    def minutes_for(self, metric: str) -> int | None:
        """Return the promised minutes of a metric; None where nothing is promised."""
        value: int | None = getattr(self, f"{metric}_minutes")
        return value
