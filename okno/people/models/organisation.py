from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A customer company; its manager sees all its tickets."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    support_level = models.ForeignKey(
        "people.SupportLevel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("support level"),
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    # Who looks after it: its territory, its contract, its people.
    keeper = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class MailDomain(models.Model):
    """A domain of mail whose senders belong to the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(
        _("domain"), max_length=253, unique=True, help_text=_("small letters, without @")
    )

    def __str__(self) -> str:
        return self.domain
