from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.core.naming import named


class Section(models.Model):
    """A shelf of the knowledge; the order is the editors' own."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    about = models.CharField(_("what it is about"), max_length=250, blank=True)
    about_en = models.CharField(_("what it is about, in English"), max_length=250, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["Section"]] = models.Manager()

    class Meta:
        ordering = ["place", "name"]

    def __str__(self) -> str:
        return named(self.name, self.name_en)

    @property
    def explanation(self) -> str:
        """What it is about, in the reader's language."""
        return named(self.about, self.about_en)
