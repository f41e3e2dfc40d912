from django.db import models
from django.db.models import Q


class NewsQuerySet(models.QuerySet["News"]):
    def with_words(self) -> "NewsQuerySet":
        """Return them with all that their sentences need, in the same statement."""
        known = self.select_related(
            "fact__by", "fact__message__author", "ticket__requester", "happening__by",
            "article__version", "article__draft",
        )  # fmt: skip
        return known.defer("article__version__text", "article__version__html", "article__draft__text")


class News(models.Model):
    """One person is told of one fact: the line in the bell, and what still has to leave by push, letter and messenger.

    The fact is one of a ticket, or a happening of an article: always one of the two, each with what it happened to.
    A way whose moment is empty is not wanted, or is done with; reading settles all of them.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="news")
    fact = models.ForeignKey("desk.Fact", on_delete=models.CASCADE, related_name="news", null=True)
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="news", null=True)
    happening = models.ForeignKey(
        "knowledge.Happening", on_delete=models.CASCADE, related_name="news", null=True
    )
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="news", null=True)
    kind = models.CharField(max_length=20, help_text="one of okno.notify.kinds")
    at = models.DateTimeField(help_text="when it happened")
    told_at = models.DateTimeField(help_text="when the desk wrote this row")
    in_bell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True, help_text="not before this moment")
    mail_at = models.DateTimeField(null=True, help_text="not before this moment")
    chat_at = models.DateTimeField(null=True, help_text="not before this moment")
    mailed_at = models.DateTimeField(null=True, help_text="a letter has told of it")

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "news"
        constraints = [
            models.UniqueConstraint(fields=["person", "fact"], name="told_once"),
            models.UniqueConstraint(fields=["person", "happening"], name="told_once_of_article"),
            models.CheckConstraint(
                condition=Q(fact__isnull=False, ticket__isnull=False, happening=None, article=None)
                | Q(fact=None, ticket=None, happening__isnull=False, article__isnull=False),
                name="news_of_one_thing",
            ),
        ]
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
