from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.core.naming import named


class Category(models.Model):
    """A shelf of the catalogue: services that customers look for in one place."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=2000)
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return named(self.name, self.name_en)

    @property
    def explanation(self) -> str:
        """What it is, in the reader's language."""
        return named(self.description, self.description_en)
