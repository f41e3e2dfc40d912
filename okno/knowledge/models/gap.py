from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GapKind(models.TextChoices):
    """Where it shows that an answer is missing."""

    TICKETS = "tickets", _("asked in tickets")
    SEARCHES = "searches", _("looked for in vain")
    ARTICLE = "article", _("an article that does not help")


class Gap(models.Model):
    """Something that the knowledge does not answer, with its price; found by `actions/gather.py`, never written by hand.

    `ticket` stands for a group of tickets: whoever may not see it learns nothing of the gap.
    """

    kind = models.CharField(max_length=8, choices=GapKind.choices)
    name = models.CharField(max_length=250)
    words = ArrayField(
        models.CharField(max_length=200),
        default=list,
        help_text="what tickets share; how else it was looked for",
    )
    key = models.CharField(max_length=200, blank=True, help_text="of searches: the stems of their words")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+", null=True)
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="gaps", null=True)
    times = models.PositiveIntegerField(help_text="tickets, searches or readers")
    minutes = models.PositiveIntegerField(help_text="of work that an answer would have saved")
    found_at = models.DateTimeField()
    aside_at = models.DateTimeField(null=True)
    aside_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    draft = models.ForeignKey(
        "knowledge.Article",
        on_delete=models.SET_NULL,
        related_name="filled_gaps",
        null=True,
        help_text="the article that was begun from it",
    )

    objects: ClassVar[models.Manager["Gap"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["-minutes", "-id"], name="gap_price", condition=Q(draft=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_gap_a_search", condition=~Q(key="")),
            models.UniqueConstraint(
                fields=["article"], name="one_gap_an_article", condition=Q(article__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GapTicket(models.Model):
    """A ticket that an answer would have saved."""

    gap = models.ForeignKey("knowledge.Gap", on_delete=models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(help_text="how near to what the group is about; 0 stands for it")

    objects: ClassVar[models.Manager["GapTicket"]] = models.Manager()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["gap", "ticket"], name="one_place_in_a_gap")]

    def __str__(self) -> str:
        return f"{self.ticket_id} in {self.gap_id}"


class Vain(models.Model):
    """Words for which readers found no answer on a day: without personal data, and without who typed them."""

    day = models.DateField()
    words = models.CharField(max_length=200)
    empty = models.PositiveIntegerField(default=0, help_text="nothing was found")
    asked = models.PositiveIntegerField(default=0, help_text="went on to ask us in these words")

    objects: ClassVar[models.Manager["Vain"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="one_row_a_day_and_words")]

    def __str__(self) -> str:
        return self.words


class Source(models.Model):
    """A ticket whose answer went into an article: that article solves what was solved there."""

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="sources")
    ticket = models.ForeignKey("desk.Ticket", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Source"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "ticket"], name="one_source_an_article")]

    def __str__(self) -> str:
        return f"{self.article_id} of {self.ticket_id}"
