from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

STANDS_FOR = Coalesce("person__merged_into", "person")


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, person: int) -> "VoteQuerySet":
        """Return what this person has voted for, and who was merged into him."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def voters(self) -> int:
        """Return how many people these are; who was merged into another counts with him."""
        return self.aggregate(voters=Count(STANDS_FOR, distinct=True))["voters"] or 0


class Vote(models.Model):
    """One person finds one post or one answer good. The counters of both are counted from these rows, each person once."""

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

    objects = VoteQuerySet.as_manager()

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
