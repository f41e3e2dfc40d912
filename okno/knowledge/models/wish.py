from typing import ClassVar

from django.db import models


class Wish(models.Model):
    """An article that a colleague missed in a ticket; open until somebody begins it."""

    ticket = models.OneToOneField("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=200, help_text="what it should answer")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    article = models.ForeignKey(
        "knowledge.Article", on_delete=models.SET_NULL, related_name="wishes", null=True
    )

    objects: ClassVar[models.Manager["Wish"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="wish_open", condition=models.Q(article__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.words
