from typing import ClassVar

from django.db import models

from okno.knowledge.models.helped import SaidToHelp


class Helped(SaidToHelp):
    """What was said so below a question that has answers."""

    post = models.ForeignKey("community.Post", on_delete=models.CASCADE, related_name="helped")

    objects: ClassVar[models.Manager["Helped"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="post_helped_when")]
        constraints = [models.UniqueConstraint(fields=["post", "key"], name="one_word_a_visit")]

    def __str__(self) -> str:
        return f"{self.post_id}: {'yes' if self.is_yes else 'no'}"
