from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.catalog.models.priority import Priority


class Impact(models.TextChoices):
    """How many are concerned."""

    WIDE = "wide", _("everybody, or the whole company")
    PART = "part", _("a department or several people")
    ONE = "one", _("one person")


class Urgency(models.TextChoices):
    """How soon it hurts."""

    NOW = "now", _("work stands still")
    SOON = "soon", _("work goes on, with difficulty")
    LATER = "later", _("it can wait")


def _cell() -> "models.ForeignKey[Priority | None, Priority | None]":
    return models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Matrix(models.Model):
    """Impact × urgency → priority: one row. An empty cell leaves the priority as it is."""

    name = models.CharField(max_length=30, default="matrix")
    wide_now = _cell()
    wide_soon = _cell()
    wide_later = _cell()
    part_now = _cell()
    part_soon = _cell()
    part_later = _cell()
    one_now = _cell()
    one_soon = _cell()
    one_later = _cell()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_matrix")]

    def __str__(self) -> str:
        return str(_("Impact and urgency"))


CELLS = tuple(f"{impact}_{urgency}" for impact in Impact.values for urgency in Urgency.values)


def priority_by(impact: str, urgency: str) -> Priority | None:
    """Return the priority of this impact and urgency; none where the matrix says nothing, or one of them is not known."""
    cell = f"{impact}_{urgency}"
    if cell not in CELLS:
        return None
    row = Matrix.objects.select_related(f"{cell}__calendar").filter(pk=1).first()
    found: Priority | None = getattr(row, cell) if row is not None else None
    return found
