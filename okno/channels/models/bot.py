from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.core import botapi


class Bot(models.Model):
    """The desk's account in a messenger: one row. It calls the messenger, the messenger never calls the desk."""

    name = models.CharField(max_length=20, default="messenger", editable=False)
    api = models.CharField(_("address of the server"), max_length=200, default=botapi.USUAL)
    secret = models.TextField(blank=True, help_text="the token, sealed by core.sealed")
    is_active = models.BooleanField(_("in use"), default=False)
    # What the messenger has told: how the bot is called there, and up to where was read.
    username = models.CharField(max_length=64, blank=True)
    offset = models.BigIntegerField(default=0)
    # Somebody is expected to write until then; somebody else listens already until then.
    expects_until = models.DateTimeField(null=True)
    listens_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_bot")]

    def __str__(self) -> str:
        return str(_("Messenger"))

    @property
    def works(self) -> bool:
        """True where it is in use and has its token."""
        return self.is_active and bool(self.secret)
