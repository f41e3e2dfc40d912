from typing import ClassVar

from django.db import models
from django.db.models import Q

from okno.community.models.written import Standing, Written


class Answer(Written):
    """What somebody answered to a post."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="answers")
    came_from = models.ForeignKey(
        "community.Post",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        help_text="the post that was merged, for the undo",
    )
    told_at = models.DateTimeField(null=True, help_text="when the author of the post was told of it")

    objects: ClassVar[models.Manager["Answer"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="answer_waiting", condition=Q(standing=Standing.WAITING))
        ]

    def __str__(self) -> str:
        return self.text[:80]
