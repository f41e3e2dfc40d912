from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TITLE_AT_MOST, TEXT_AT_MOST = 200, 100_000


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("everyone, without a login too")
    CUSTOMERS = "customers", _("customers")
    ORGANISATION = "organisation", _("one organisation")
    STAFF = "staff", _("colleagues")


class Language(models.TextChoices):
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class Form(models.TextChoices):
    """How an article is read: as a text, or step by step (`okno/knowledge/guides.py`)."""

    TEXT = "text", _("article")
    GUIDE = "guide", _("step by step")


class ArticleQuerySet(models.QuerySet["Article"]):
    def shown(self) -> "ArticleQuerySet":
        """Return what readers may find: published, not archived."""
        return self.filter(version__isnull=False, archived_at=None)

    def stale(self, today: date) -> "ArticleQuerySet":
        """Return what should have been looked through by this day."""
        return self.shown().filter(review_on__lte=today)


class Article(models.Model):
    """One answer: who may read it and who looks after it. What it says is in its versions; the next one is the draft."""

    form = models.CharField(max_length=5, choices=Form.choices, default=Form.TEXT)
    section = models.ForeignKey(
        "knowledge.Section",
        on_delete=models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("section"),
    )
    audience = models.CharField(
        _("who may read it"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.RUSSIAN
    )
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True, verbose_name=_("tags"))
    owner = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name=_("looked after by"),
    )
    review_on = models.DateField(
        _("to be looked through on"), null=True, blank=True, help_text=_("Then it joins the stale list.")
    )
    version = models.ForeignKey(
        "knowledge.Version",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="what readers see; none before the first publication",
    )
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["review_on"], name="article_review"),
            models.Index(fields=["-changed_at"], name="article_changed"),
            GinIndex(fields=["tags"], name="article_tags"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.ORGANISATION, organisation__isnull=False)
                | (~Q(audience=Audience.ORGANISATION) & Q(organisation=None)),
                name="organisation_of_its_audience",
            )
        ]

    def __str__(self) -> str:
        return self.version.title if self.version else f"#{self.pk}"

    @property
    def is_guide(self) -> bool:
        """True for what is gone through step by step."""
        return self.form == Form.GUIDE

    @property
    def is_shown(self) -> bool:
        """True where readers may find it."""
        return self.version_id is not None and self.archived_at is None


class Version(models.Model):
    """What an article said from one publication to the next; never changed afterwards."""

    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_AT_MOST)
    text = models.TextField(max_length=TEXT_AT_MOST, help_text="Markdown, as it was written")
    html = models.TextField(help_text="of the text, cleaned")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Version"]] = models.Manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Draft(models.Model):
    """The next version of an article while it is being written; readers see nothing of it."""

    article = models.OneToOneField("knowledge.Article", on_delete=models.CASCADE, related_name="draft")
    title = models.CharField(_("title"), max_length=TITLE_AT_MOST)
    text = models.TextField(_("text"), max_length=TEXT_AT_MOST, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="grows with each saving: two editors see it")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    review_asked_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Draft"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["review_asked_at"],
                name="draft_in_review",
                condition=Q(review_asked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title
