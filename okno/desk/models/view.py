from django.db import models
from django.utils.translation import gettext_lazy as _


class ViewIcon(models.TextChoices):
    STAR = "star", _("star")
    FLAG = "flag", _("flag")
    CLOCK = "clock", _("clock")
    BELL = "bell", _("bell")
    CUSTOMER = "customer", _("person")
    ORGANISATION = "organisation", _("building")
    SERVICE = "service", _("layers")
    TAG = "tag", _("tag")
    LETTER = "letter", _("letter")
    PHONE = "phone", _("telephone")


class ViewOrder(models.TextChoices):
    DUE = "due", _("the nearest promise first")
    CHANGED = "changed", _("the latest change first")
    NEWEST = "newest", _("new ones first")
    OLDEST = "oldest", _("old ones first")


class SavedView(models.Model):
    """A search that is kept under a name, in the words of the search: one's own, or shared with a team by its lead."""

    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(_("icon"), max_length=12, choices=ViewIcon.choices, default=ViewIcon.STAR)
    query = models.CharField(_("search"), max_length=200)
    order = models.CharField(_("order"), max_length=8, choices=ViewOrder.choices, default=ViewOrder.DUE)
    owner = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="views")
    team = models.ForeignKey(
        "people.Team",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="views",
        verbose_name=_("team"),
    )
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        indexes = [
            models.Index(fields=["owner"], name="view_of"),
            models.Index(fields=["team"], name="view_of_team"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The name of the view among the queues."""
        return f"view-{self.pk}"
