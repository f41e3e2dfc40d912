from django.contrib.postgres.fields import ArrayField
from django.db import models

from okno.desk.models.part import Part


class Recount(models.Model):
    """One run over all open tickets after something was changed by which promises are made: what it has moved."""

    causes = ArrayField(
        models.TextField(), help_text="what was changed, in words; changes of one moment share a run"
    )
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    otherwise = models.PositiveIntegerField(
        default=0, help_text="tickets about which something else is promised now"
    )
    earlier = models.PositiveIntegerField(default=0, help_text="tickets whose nearest deadline came nearer")
    later = models.PositiveIntegerField(default=0, help_text="tickets whose nearest deadline moved away")

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="recount_going", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return "; ".join(self.causes)


class RecountPart(Part):
    """A part of a run that nobody has done yet."""

    recount = models.ForeignKey(Recount, on_delete=models.CASCADE, related_name="parts")

    def __str__(self) -> str:
        return f"{self.recount}: {self.after}–{self.upto or ''}"
