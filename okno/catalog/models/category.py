from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A shelf of the catalogue: services that customers look for in one place."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name
