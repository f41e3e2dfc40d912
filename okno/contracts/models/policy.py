from django.db import models
from django.utils.translation import gettext_lazy as _


class Policy(models.Model):
    """For whom and for what other promises hold than those of the priority. A condition that is empty is none."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    support_level = models.ForeignKey(
        "people.SupportLevel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.CharField(max_length=80, blank=True)
    request_type = models.ForeignKey(
        "catalog.RequestType", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, blank=True)
    priority = models.ForeignKey(
        "catalog.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    door = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
