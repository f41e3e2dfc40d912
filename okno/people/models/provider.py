from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.people.logos import right_logo

NAMELESS = "Окно"  # until somebody says whose desk it is


class Registration(models.TextChoices):
    EVERYONE = "everyone", _("whoever has a mail address")
    DOMAINS = "domains", _("people of the organisations whose mail domains are known")
    NOBODY = "nobody", _("nobody: people come by letters, by invitation, or are added here")


class SecondStep(models.TextChoices):
    NOBODY = "nobody", _("nobody: whoever likes has one")
    ADMINISTRATORS = "administrators", _("administrators")
    STAFF = "staff", _("all who work here")


class Provider(models.Model):
    """The organisation that gives the service with this desk: one row, made with it. What a person has not chosen is as here."""

    name = models.CharField(_("name"), max_length=120, default=NAMELESS)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    zone = models.CharField(_("time zone"), max_length=64)
    # The colour of links and buttons for customers, like “#2b6cb0”; empty: the desk's own.
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("A colour is written like #2b6cb0."))],
    )
    # A small PNG in base64, as okno.people.logos makes it; empty: the desk's own sign.
    logo = models.TextField(_("logo"), blank=True, validators=[right_logo])
    # Who becomes a customer by a code that was sent to a mail address of nobody.
    registration = models.CharField(
        _("registration"), max_length=20, choices=Registration.choices, default=Registration.EVERYONE
    )
    # Who must have a second step of the log-in, and can do nothing without one.
    second_step = models.CharField(
        _("second step"), max_length=20, choices=SecondStep.choices, default=SecondStep.NOBODY
    )
    # The step of the first run that comes next; empty: nobody is led there.
    next_step = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_provider")]

    def __str__(self) -> str:
        return str(_("Okno")) if self.name == NAMELESS else self.name
