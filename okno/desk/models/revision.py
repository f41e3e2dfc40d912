from django.db import models


class Revision(models.Model):
    """What a note said before its author wrote it anew at this moment. Letters that were sent have none."""

    message = models.ForeignKey("desk.Message", on_delete=models.CASCADE, related_name="revisions")
    before = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.before[:60]
