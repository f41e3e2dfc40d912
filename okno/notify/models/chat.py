from django.db import models


class Chat(models.Model):
    """Where a person hears the desk in the messenger: the chat of the two, joined by a code that only he was shown."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="chat")
    chat = models.BigIntegerField(unique=True, help_text="the messenger's number of the chat")
    called = models.CharField(max_length=100, blank=True, help_text="how he calls himself there")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.called


class JoinCode(models.Model):
    """A code that was shown to a person and joins the chat from which it comes, once."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256; the code itself is kept nowhere"
    )
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.until)


class ChatLine(models.Model):
    """Words for one chat on their way. Whoever claims them says them; a claim is never given back by a death."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="lines")
    ticket = models.ForeignKey(
        "desk.Ticket",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        help_text="none: an article, or a summary",
    )
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="+", null=True)
    sealed = models.TextField(help_text="the words, under the seal of the desk's key")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="chat_line_due", condition=models.Q(claimed_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.chat_id}"
