from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    EVERYBODY = "everybody", pgettext_lazy("who enters", "everybody")
    CUSTOMERS = "customers", _("customers")
    STAFF = "staff", _("those who work here")


class EntranceQuerySet(models.QuerySet["Entrance"]):
    def open(self) -> "EntranceQuerySet":
        """The entrances that the page of login offers."""
        return self.filter(is_active=True).order_by("name")


class Entrance(models.Model):
    """Single sign-on: a provider of OpenID Connect whom we believe who somebody is, for certain mail domains (SEC-36)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    issuer = models.CharField(_("issuer"), max_length=200)
    client_id = models.CharField(max_length=191)
    secret = models.TextField(blank=True, help_text="the client's, sealed by core.sealed")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EVERYBODY)
    domains = ArrayField(models.CharField(max_length=253), default=list)
    makes_people = models.BooleanField(_("who enters for the first time becomes a customer"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = EntranceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def is_for(self, *, staff: bool) -> bool:
        """Tell whether those who work here, or everybody else, may enter here."""
        return self.audience in (Audience.EVERYBODY, Audience.STAFF if staff else Audience.CUSTOMERS)

    def speaks_for(self, address: str) -> bool:
        """Tell whether the provider is believed about this mail address, given in its normal form."""
        return address.rpartition("@")[2] in self.domains
