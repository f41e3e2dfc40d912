from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.desk.models import Occasion


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    UNCERTAIN = "uncertain", _("perhaps sent")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("not sent")


class Purpose(models.TextChoices):
    REPLY = "reply", _("reply")
    ACKNOWLEDGE = "acknowledge", _("confirmation of receipt")
    ASK_SOLVED = "ask_solved", _("question whether it is solved")
    APPROVAL = "approval", _("question for approval")
    REFUSED = "refused", _("word that it was not approved")
    TAKEN = "taken", _("word that it is in work")
    WAITING = "waiting", _("word that we wait for the customer")
    CLOSED = "closed", _("word that it is closed")
    SURVEY = "survey", _("question of a survey")
    TOO_LARGE = "too_large", _("word that a letter is too large")
    NOTICE = "notice", _("notice")
    LOGIN = "login", _("login code")


OF_OCCASION = {
    Occasion.RECEIVED: Purpose.ACKNOWLEDGE,
    Occasion.TAKEN: Purpose.TAKEN,
    Occasion.WAITING: Purpose.WAITING,
    Occasion.SOLVED: Purpose.ASK_SOLVED,
    Occasion.CLOSED: Purpose.CLOSED,
    Occasion.REFUSED: Purpose.REFUSED,
}


# In place of an address that was forgotten, with the letter's own number: two letters about one thing never have one address.
NOWHERE = "erased-"


class Delivery(models.Model):
    """One letter of ours to one recipient: the outbox.

    queued → sending → sent | uncertain | failed; the Message-ID is made with the row and never changes (REL-21).
    """

    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="deliveries", null=True)
    message = models.ForeignKey(
        "desk.Message", on_delete=models.CASCADE, related_name="deliveries", null=True
    )
    fact = models.ForeignKey("desk.Fact", on_delete=models.CASCADE, related_name="+", null=True)
    door = models.CharField(max_length=20, default="mail")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    recipient = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    address = models.CharField(max_length=320)
    rfc_message_id = models.CharField(
        max_length=250, unique=True, help_text="RFC 5322, without angle brackets"
    )
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lost_answers = models.PositiveSmallIntegerField(
        default=0, help_text="how often nobody knew whether it had left"
    )
    reason = models.CharField(max_length=500, blank=True, help_text="why it failed, in human words")
    diagnostic = models.CharField(max_length=1000, blank=True, help_text="what the other server said")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    # Letters that belong to no message (login codes): sealed, and emptied once sent.
    sealed_body = models.TextField(blank=True)

    class Meta:
        constraints = [
            # A reaction that runs twice queues nothing twice.
            models.UniqueConstraint(
                fields=["message", "address"],
                name="one_delivery_a_recipient",
                condition=Q(message__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["fact", "purpose", "address"],
                name="one_notice_a_fact",
                condition=Q(fact__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], name="delivery_due", condition=Q(state="queued")),
            models.Index(
                fields=["state"], name="delivery_open", condition=Q(state__in=["sending", "uncertain"])
            ),
            models.Index(fields=["address", "-created_at"], name="delivery_address"),
            models.Index(
                fields=["-created_at"], name="delivery_acknowledged", condition=Q(purpose="acknowledge")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.address}"

    @property
    def known_address(self) -> str:
        """Where it went; empty where that was forgotten at the wish of the one who lived there."""
        return "" if self.address.startswith(NOWHERE) else self.address
