from django.db import models
from django.db.models import Q


class Feed(models.Model):
    """A secret address at which calendar programs read shifts and absences of a person or of a team."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="feeds")
    team = models.ForeignKey(
        "people.Team",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="none: the person's own",
    )
    # The word in the address: found by its digest, shown again from its seal. A copy of the table opens no feed.
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    opened_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team"],
                name="one_open_feed",
                condition=Q(revoked_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.team_id}"
