from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

DAYS_AT_MOST, PEOPLE_AT_MOST = 60, 100


class Wave(models.Model):
    """One round of the question whether customers would recommend us, asked of some people of each organisation.

    Source: Net Promoter Score, F. Reichheld, “The One Number You Need to Grow”, Harvard Business Review 12/2003.
    """

    name = models.CharField(_("name"), max_length=100)
    begins_on = models.DateField(_("letters leave on"))
    days = models.PositiveSmallIntegerField(
        _("days for the answer"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(DAYS_AT_MOST)],
    )
    organisations = models.ManyToManyField(
        "people.Organisation", verbose_name=_("organisations"), blank=True, related_name="+"
    )
    at_most = models.PositiveSmallIntegerField(
        _("people of one organisation at most"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_AT_MOST)],
    )
    words = models.TextField(_("a few words of yours"), blank=True, max_length=1000)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Set by the sweep that has asked everybody, and by whoever stops the wave.
    asked_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Wave"]] = models.Manager()

    class Meta:
        ordering = ["-begins_on", "-id"]
        indexes = [
            models.Index(fields=["begins_on"], name="wave_due", condition=Q(asked_at=None, stopped_at=None))
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """One person is asked in one wave, once; the row is the right to answer."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(null=True, help_text="0 to 10; empty: no answer yet")
    words = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Invitation"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="one_invitation_a_wave"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=10), name="nought_to_ten"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="invitation_last"),
            models.Index(F("answered_at").desc(), name="invitation_said", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.person_id}"


class Refusal(models.Model):
    """Somebody who does not want to be asked any more."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Refusal"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.person_id)
