from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ReadAt(models.TextChoices):
    """Where somebody read what helped or did not."""

    PORTAL = "portal", pgettext_lazy("channel", "portal")
    WIDGET = "widget", pgettext_lazy("channel", "widget")


class SaidToHelp(models.Model):
    """A reader's answer to «did it help?». A yes is a ticket that nobody had to write."""

    is_yes = models.BooleanField()
    asked = models.CharField(max_length=200, blank=True, help_text="the words that led there")
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, help_text="one visit: a second answer replaces the first")
    door = models.CharField(max_length=6, choices=ReadAt.choices, default=ReadAt.PORTAL)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Helped(SaidToHelp):
    """What was said so below an article."""

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey("knowledge.Version", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["Helped"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "-at"], name="helped_no", condition=Q(is_yes=False)),
            models.Index(fields=["at"], name="helped_when"),
        ]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_answer_a_visit")]

    def __str__(self) -> str:
        return f"{self.article_id}: {'yes' if self.is_yes else 'no'}"
