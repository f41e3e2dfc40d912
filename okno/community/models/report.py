from typing import ClassVar

from django.db import models
from django.db.models import Q


class Report(models.Model):
    """A reader says that something should not stand there; open until a colleague has looked."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="reports")
    answer = models.ForeignKey(
        "community.Answer", on_delete=models.CASCADE, related_name="reports", null=True
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Report"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="report_open", condition=Q(settled_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "answer", "person"],
                name="one_report_a_reader",
                condition=Q(settled_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.words
