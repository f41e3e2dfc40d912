from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asset(models.Model):
    """One thing of an organisation about which it asks: a till, a shop, a machine (ITIL: configuration item)."""

    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.CASCADE, related_name="assets", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    sort = models.CharField(_("sort of object"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    inventory_number = models.CharField(_("inventory or serial number"), max_length=80, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["Asset"]] = models.Manager()

    class Meta:
        ordering = ["organisation__name", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_asset_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}" if self.place else self.name
