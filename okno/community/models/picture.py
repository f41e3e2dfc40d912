from typing import ClassVar

from django.db import models


class Picture(models.Model):
    """A picture in a post or in an answer to it; before its text is saved it is seen by the one who brought it alone."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="pictures", null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Picture"]] = models.Manager()

    def __str__(self) -> str:
        return self.name
