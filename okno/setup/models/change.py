from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    PAGE = "page", _("settings")
    UNDO = "undo", _("undo")
    FILE = "file", _("configuration file")


class Change(models.Model):
    """One row of the settings was added or changed: who, when, from what to what. Append-only; a trigger sees to it."""

    what = models.CharField(max_length=20, help_text="the name of one of okno.setup.setups")
    row = models.BigIntegerField(help_text="its id")
    title = models.CharField(max_length=300, help_text="as it was called then")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(
        null=True, help_text="the fields that changed; null for a new row; never a secret"
    )
    after = models.JSONField(help_text="the same fields afterwards")
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.PAGE)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["what", "row", "-id"], name="change_of_row")]

    def __str__(self) -> str:
        return f"{self.what} {self.title}"

    @property
    def is_addition(self) -> bool:
        """True where the row was new."""
        return self.before is None
