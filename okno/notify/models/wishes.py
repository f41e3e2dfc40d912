from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from okno.notify.kinds import KINDS, Way
from okno.notify.quiet import Quiet


class Digest(models.TextChoices):
    NEVER = "never", _("never")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("on Mondays")


class Wishes(models.Model):
    """Of what a person wants to hear, by which ways, and when not. Without a row, as the table of kinds has it."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, primary_key=True, related_name="wishes"
    )
    matrix = models.JSONField(default=dict, help_text="kind → ways; kinds that are not named go as usual")
    quiet_begins = models.TimeField(null=True, blank=True)
    quiet_ends = models.TimeField(null=True, blank=True)
    quiet_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="1 Monday … 7 Sunday"
    )
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.NEVER)
    digest_hour = models.PositiveSmallIntegerField(default=9)
    digest_at = models.DateTimeField(null=True, help_text="when the next one is due")

    class Meta:
        verbose_name_plural = "wishes"
        indexes = [models.Index(fields=["digest_at"], name="wishes_digest")]

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def quiet(self) -> Quiet:
        """When the person wants to hear nothing."""
        return Quiet(self.quiet_begins, self.quiet_ends, frozenset(self.quiet_days))

    def ways(self, kind: str) -> frozenset[Way]:
        """Return by which ways news of this kind go to the person."""
        chosen = self.matrix.get(kind)
        if chosen is None:
            return KINDS[kind].ways
        return frozenset(Way(way) for way in chosen if way in Way.values)
