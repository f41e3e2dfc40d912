from typing import ClassVar

from django.db import models


class Picture(models.Model):
    """A picture in an article; whoever may read the article may see it. One that came before its article is editors' alone."""

    article = models.ForeignKey(
        "knowledge.Article", on_delete=models.CASCADE, related_name="pictures", null=True
    )
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Picture"]] = models.Manager()

    def __str__(self) -> str:
        return self.name
