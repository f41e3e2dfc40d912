"""The form of the matrix: which priority follows from which impact and urgency."""

from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import CELLS, Impact, Matrix, Priority, Urgency
from okno.setup.shape import Plain
from okno.workspace.settings.kit import Group, Kit


def _group(impact: Impact) -> Group:
    return impact.label, "", tuple(f"{impact.value}_{urgency.value}" for urgency in Urgency)


class MatrixForm(Kit):
    """Three groups, one for each impact, with the three urgencies side by side."""

    groups = tuple(_group(impact) for impact in Impact)

    class Meta:
        model = Matrix
        fields = CELLS
        labels = {
            f"{impact.value}_{urgency.value}": urgency.label for impact in Impact for urgency in Urgency
        }

    def prepare(self) -> None:
        """Offer the priorities in use, and those that are chosen."""
        chosen = [getattr(self.instance, f"{cell}_id") for cell in CELLS]
        for cell in CELLS:
            rows = Priority.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).order_by("rank")
            self.offer(cell, rows, none=_("Leave it as it is"))
            self.fields[cell].label = capfirst(str(self.fields[cell].label))

    def plain(self) -> Plain:
        """Return the matrix with its priorities by their codes."""
        told: dict[str, Any] = self.cleaned_data
        return {cell: told[cell].code if told[cell] else None for cell in CELLS}

    def sections(self) -> Any:
        """Yield the groups with their titles as sentences."""
        for title, lead, fields in super().sections():
            yield capfirst(str(title)), lead, fields
