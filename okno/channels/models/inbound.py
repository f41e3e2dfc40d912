from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class InboundState(models.TextChoices):
    NEW = "new", _("waiting")
    DONE = "done", _("in a ticket")
    IGNORED = "ignored", _("set aside")
    QUARANTINED = "quarantined", _("in quarantine")


class Inbound(models.Model):
    """What came to a door, byte for byte, before anybody thought about it; and every decision that was made since.

    The row is committed before the source is told OK. `decisions` is the flight recorder («почему сюда?»).
    """

    door = models.CharField(max_length=20, default="mail")
    external_id = models.CharField(max_length=200, help_text="what the source calls it; unique at its door")
    mailbox = models.ForeignKey("channels.Mailbox", on_delete=models.SET_NULL, null=True, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    peer = models.CharField(max_length=100, blank=True, help_text="network address of the sender's server")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    raw = models.BinaryField(null=True)
    is_partial = models.BooleanField(
        default=False,
        db_default=False,
        help_text="its head alone: the letter is too large; `size` is that of the letter",
    )
    received_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=InboundState.choices, default=InboundState.NEW)
    reason = models.CharField(max_length=500, blank=True, help_text="why it is in quarantine or set aside")
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, help_text="a letter that waits for another try")
    decisions = models.JSONField(
        default=list, help_text="[{code, facts}] in the order in which they were made"
    )
    rfc_message_id = models.CharField(max_length=500, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    message = models.ForeignKey("desk.Message", on_delete=models.SET_NULL, null=True, related_name="inbound")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.SET_NULL, null=True, related_name="inbound")
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "external_id"], name="one_inbound_an_id")]
        indexes = [
            models.Index(fields=["id"], name="inbound_waiting", condition=Q(state="new")),
            models.Index(fields=["sender", "id"], name="inbound_turn", condition=Q(state="new")),
            models.Index(fields=["-id"], name="inbound_quarantine", condition=Q(state="quarantined")),
            models.Index(fields=["sha256"], name="inbound_hash"),
            models.Index(fields=["rfc_message_id"], name="inbound_rfc_id", condition=~Q(rfc_message_id="")),
            models.Index(fields=["sender", "-received_at"], name="inbound_sender"),
        ]

    def __str__(self) -> str:
        return self.external_id
