import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def unguessable() -> str:
    """Return 128 random bits."""
    return secrets.token_hex(16)


class DraftKind(models.TextChoices):
    REPLY = "reply", _("reply")
    NOTE = "note", _("note")


class Draft(models.Model):
    """What somebody is writing: one for each ticket, person and kind, so a note never becomes a reply (REL-32)."""

    key = models.CharField(max_length=32, unique=True, default=unguessable)
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=DraftKind.choices)
    text = models.TextField(blank=True)
    # Two tabs: the older text is kept beside the newer one until the person decides.
    other_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person", "kind"], name="one_draft_a_kind")]

    def __str__(self) -> str:
        return self.text[:60]
