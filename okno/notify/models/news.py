from django.db import models
from django.db.models import Q


class News(models.Model):
    """One person is told of one fact: the line in the bell, and what still has to leave by push, letter and messenger.

    A way whose moment is empty is not wanted, or is done with; reading settles all of them.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="news")
    fact = models.ForeignKey("desk.Fact", on_delete=models.CASCADE, related_name="news")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="news")
    kind = models.CharField(max_length=20, help_text="one of okno.notify.kinds")
    at = models.DateTimeField(help_text="when it happened")
    told_at = models.DateTimeField(help_text="when the desk wrote this row")
    in_bell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True, help_text="not before this moment")
    mail_at = models.DateTimeField(null=True, help_text="not before this moment")
    chat_at = models.DateTimeField(null=True, help_text="not before this moment")
    mailed_at = models.DateTimeField(null=True, help_text="a letter has told of it")

    class Meta:
        verbose_name_plural = "news"
        constraints = [models.UniqueConstraint(fields=["person", "fact"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "ticket", "-id"], name="news_by_ticket"),
            models.Index(fields=["person", "ticket"], name="news_unread", condition=Q(read_at=None)),
            models.Index(fields=["push_at"], name="news_push", condition=Q(push_at__isnull=False)),
            models.Index(fields=["mail_at"], name="news_mail", condition=Q(mail_at__isnull=False)),
            models.Index(fields=["chat_at"], name="news_chat", condition=Q(chat_at__isnull=False)),
            models.Index(fields=["told_at"], name="news_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"
