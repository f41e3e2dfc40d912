from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ViewColumn(models.TextChoices):
    NUMBER = "number", pgettext_lazy("of a ticket", "Number")
    SUBJECT = "subject", _("Subject")
    REQUESTER = "requester", _("Requester")
    ORGANISATION = "organisation", _("Organisation")
    SERVICE = "service", _("Service")
    KIND = "kind", _("Kind")
    PRIORITY = "priority", _("Priority")
    OWNER = "owner", _("Owner")
    TEAM = "team", _("Team")
    STATE = "state", _("State")
    TAGS = "tags", _("Tags")
    CREATED = "created", pgettext_lazy("of a ticket", "Created")
    CHANGED = "changed", pgettext_lazy("of a ticket", "Changed")
    DUE = "due", pgettext_lazy("of a ticket", "Promise")
    LAST = "last", _("Last words")


class SavedView(models.Model):
    """A search that is kept under a name, in the words of the search: one's own, or shared with a team by its lead.

    With columns it is a table where there is room for one; without, a list like the desk's own.
    """

    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(_("icon"), max_length=12, choices=ViewIcon.choices, default=ViewIcon.STAR)
    query = models.CharField(_("search"), max_length=200)
    order = models.CharField(_("order"), max_length=8, choices=ViewOrder.choices, default=ViewOrder.DUE)
    columns = ArrayField(
        models.CharField(max_length=12, choices=ViewColumn.choices),
        default=list,
        blank=True,
        verbose_name=_("columns"),
    )
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
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [
            models.Index(fields=["owner"], name="view_of"),
            models.Index(fields=["team"], name="view_of_team"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"],
                condition=models.Q(team__isnull=False),
                name="one_view_a_name_in_team",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The name of the view among the queues."""
        return f"view-{self.pk}"
