from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportLevel(models.Model):
    """How much help an organisation has agreed upon: the name of a kind of contract."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    rank = models.PositiveSmallIntegerField(
        _("place in the order"), default=1, help_text=_("1 is the highest.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name
