from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LOW = 2  # stars, and below: a lead looks into it


class Stars(models.IntegerChoices):
    """How well the requester was helped, on the scale of five that CSAT is counted by."""

    VERY_BAD = 1, _("very bad")
    BAD = 2, _("bad")
    SO_SO = 3, _("so-so")
    GOOD = 4, _("good")
    EXCELLENT = 5, _("excellent")


class Rating(models.Model):
    """The word of the requester about one closure; it may be changed for a while, and the facts remember how it was."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="ratings")
    closure = models.OneToOneField("desk.Closure", on_delete=models.CASCADE, related_name="rating")
    stars = models.PositiveSmallIntegerField(
        choices=Stars.choices, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Rating"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="one_to_five_stars")
        ]

    def __str__(self) -> str:
        return f"{self.stars} / 5"

    @property
    def is_low(self) -> bool:
        """True where somebody has to find out what went wrong."""
        return self.stars <= LOW
