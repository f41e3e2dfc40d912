from typing import ClassVar

from django.db import models
from django.db.models import Q


class Vote(models.Model):
    """One person finds one post or one answer good. The counters of both are counted from these rows."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        "community.Post", on_delete=models.CASCADE, related_name="vote_rows", null=True, db_index=False
    )
    answer = models.ForeignKey(
        "community.Answer", on_delete=models.CASCADE, related_name="vote_rows", null=True, db_index=False
    )
    at = models.DateTimeField()
    came_from = models.ForeignKey(
        "community.Post",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        help_text="the post that was merged, for the undo",
    )
    told_at = models.DateTimeField(null=True, help_text="when the voter was told that the idea is done")

    objects: ClassVar[models.Manager["Vote"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="one_vote_a_post"),
            models.UniqueConstraint(fields=["answer", "person"], name="one_vote_an_answer"),
            models.CheckConstraint(
                condition=Q(post=None, answer__isnull=False) | Q(post__isnull=False, answer=None),
                name="a_vote_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.post_id or self.answer_id}"
