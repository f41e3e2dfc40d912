from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from okno.community.models.written import Standing, Written

TITLE_AT_MOST = 200
STANDS = Q(standing=Standing.SHOWN, merged_into=None)


class Kind(models.TextChoices):
    QUESTION = "question", pgettext_lazy("of the community", "question")
    IDEA = "idea", pgettext_lazy("of the community", "idea")


class Stage(models.TextChoices):
    NEW = "new", pgettext_lazy("of an idea", "new")
    PLANNED = "planned", pgettext_lazy("of an idea", "planned")
    DONE = "done", pgettext_lazy("of an idea", "done")
    DECLINED = "declined", pgettext_lazy("of an idea", "declined")


class PostQuerySet(models.QuerySet["Post"]):
    def shown(self) -> "PostQuerySet":
        """Return what stands in the lists: looked at and not merged into another."""
        return self.filter(STANDS)


class Post(Written):
    """A question to other customers, or an idea. One of the same matter is merged into it and leads there."""

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=TITLE_AT_MOST)
    section = models.ForeignKey(
        "knowledge.Section",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("section"),
    )
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True, verbose_name=_("tags"))
    answers_count = models.PositiveIntegerField(default=0, help_text="how many answers are shown")
    accepted = models.ForeignKey(
        "community.Answer", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="merged", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True)
    faq_at = models.DateTimeField(null=True, help_text="when it was put among the frequent questions")
    # Of an idea: how far it is, and what those say who decide about it.
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.NEW)
    official = models.TextField(max_length=4000, blank=True)
    official_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    official_at = models.DateTimeField(null=True)
    # What it grew out of, and what grew out of it.
    ticket = models.OneToOneField(
        "desk.Ticket", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    article = models.OneToOneField(
        "knowledge.Article", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    words = SearchVectorField(null=True, help_text="its stems, by where they stand")

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [
            # Of readers and of those who look after it, who see what is hidden, too.
            models.Index(fields=["kind", "-at", "-id"], name="post_of_kind"),
            models.Index(fields=["kind", "-votes", "-id"], name="post_votes", condition=STANDS),
            models.Index(fields=["-at", "-id"], name="post_waiting", condition=Q(standing=Standing.WAITING)),
            models.Index(fields=["-at", "-id"], name="post_hidden", condition=Q(standing=Standing.HIDDEN)),
            models.Index(
                fields=["-votes", "-id"], name="post_faq", condition=STANDS & Q(faq_at__isnull=False)
            ),
            GinIndex(fields=["words"], name="post_words"),
        ]

    def __str__(self) -> str:
        return self.title
