from typing import ClassVar

from django.db import models
from django.db.models import Q


class Review(models.Model):
    """The task of a lead: find out what went wrong where the help was rated low, and say what was done about it."""

    rating = models.OneToOneField("desk.Rating", on_delete=models.CASCADE, related_name="review")
    at = models.DateTimeField()
    words = models.TextField(blank=True, help_text="what was found out, and what was done")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Review"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="review_open", condition=Q(done_at=None)),
            models.Index(fields=["-done_at"], name="review_done", condition=Q(done_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.rating)
