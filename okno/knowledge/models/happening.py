from typing import ClassVar

from django.db import models


class Happening(models.Model):
    """One thing that happened to an article; append-only. What can happen is named in `okno/knowledge/happenings.py`."""

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=20)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    due_on = models.DateField(null=True, help_text="of a reminder: the day of review that it is about")

    objects: ClassVar[models.Manager["Happening"]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "kind", "due_on"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.article_id}"
