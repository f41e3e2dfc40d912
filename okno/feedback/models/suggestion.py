from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionState(models.TextChoices):
    """What the people of the product make of it."""

    NEW = "new", _("New")
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Will not be done")
    PRAISE = "praise", _("No wish in it")


class Suggestion(models.Model):
    """What a customer says should be otherwise: a comment beside a rating, or what a colleague heard and wrote down."""

    words = models.TextField()
    by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", help_text="whose words"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    # Where it was said; each of these says one thing once.
    rating = models.OneToOneField("desk.Rating", on_delete=models.CASCADE, null=True, related_name="+")
    invitation = models.OneToOneField(
        "feedback.Invitation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.NEW)
    answer = models.CharField(max_length=500, blank=True, help_text="what was decided, for colleagues")
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    idea = models.OneToOneField(
        "community.Post",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="what it became in the community",
    )

    objects: ClassVar[models.Manager["Suggestion"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-at", "-id"], name="suggestion_by_state")]

    def __str__(self) -> str:
        return self.words[:80]
