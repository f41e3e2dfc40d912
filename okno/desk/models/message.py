from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    HEARD = "heard", _("message of the customer")
    REPLY = "reply", _("reply")
    NOTE = "note", _("note")


class Message(models.Model):
    """One utterance in a ticket. The customer sees what was heard and replied, never a note."""

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=6, choices=MessageKind.choices)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="messages")
    door = models.CharField(max_length=20, default="mail")
    at = models.DateTimeField(help_text="received or written")
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(help_text="what was newly said, without quotes and signatures")
    full_text = models.TextField(blank=True, help_text="all that was visible; empty where it equals the text")
    html = models.TextField(blank=True, help_text="cleaned; shown in a sandboxed frame only")
    has_remote_images = models.BooleanField(default=False)
    # RFC 5322 identifier without angle brackets; ours are made once and never change.
    rfc_message_id = models.CharField(max_length=500, blank=True)
    is_automatic = models.BooleanField(default=False, help_text="written by the robot or by somebody else's")
    doubts = models.JSONField(default=list, help_text="why the sender may not be who it seems (SEC-32)")
    # Undo send: an answer leaves after this moment; an undone one never does and is the author's draft again.
    leaves_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    moved = models.JSONField(
        null=True,
        help_text="what undo puts back: name → before, after; the facts of what was done with the answer",
    )
    redacted_at = models.DateTimeField(null=True)
    revised_at = models.DateTimeField(null=True, help_text="a note says something else since; see Revision")
    key = models.CharField(max_length=64, blank=True, help_text="idempotency key of the composer or the door")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="message_ticket"),
            models.Index(fields=["rfc_message_id"], name="message_rfc_id", condition=~Q(rfc_message_id="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_message_a_key", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_public(self) -> bool:
        """True for what the customer may see."""
        return self.kind != MessageKind.NOTE and self.undone_at is None

    @property
    def is_from_us(self) -> bool:
        """True for replies and notes."""
        return self.kind != MessageKind.HEARD
