from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from okno.catalog.questions import Sort
from okno.core.naming import named


class TicketFieldKind(models.TextChoices):
    """What stands in a field of a ticket; a part of what is answered to the questions of a form."""

    TEXT = Sort.TEXT.value, Sort.TEXT.label
    NUMBER = Sort.NUMBER.value, Sort.NUMBER.label
    DATE = Sort.DATE.value, Sort.DATE.label
    CHOICE = Sort.CHOICE.value, Sort.CHOICE.label


class TicketField(models.Model):
    """A field that tickets have besides the usual ones; its values are in the tickets, by its name."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=TicketFieldKind.choices, default=TicketFieldKind.TEXT
    )
    choices = models.JSONField(_("choices"), default=list, blank=True)
    choices_en = models.JSONField(_("choices in English"), default=list, blank=True)
    service = models.ForeignKey(
        "catalog.Service",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service"),
    )
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="ticket_field_name")]
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return named(self.name, self.name_en)

    @property
    def question(self) -> dict[str, Any]:
        """The field as a question of a form, so that one place knows what fits it."""
        choices = {"choices": self.choices, "choices_en": self.choices_en}
        return {"key": "value", "kind": self.kind, "label": self.name, **choices}
