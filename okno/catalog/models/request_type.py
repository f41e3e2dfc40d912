from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.core.naming import named

if TYPE_CHECKING:
    from okno.people.models import Person


class RequestTypeQuerySet(models.QuerySet["RequestType"]):
    """Questions about what may be asked for."""

    def offered(self) -> "RequestTypeQuerySet":
        """What is in use, and so is its service."""
        return self.filter(is_active=True, service__is_active=True)

    def for_reader(self, person: "Person | None") -> "RequestTypeQuerySet":
        """Everybody's; for a person that of the organisation and of its support level, too. In use or not."""
        company = person.organisation if person else None
        return self.filter(
            Q(organisation=None) | Q(organisation=company.pk if company else 0),
            Q(support_level=None) | Q(support_level=(company.support_level_id if company else None) or 0),
        )


class WhenOpen(models.TextChoices):
    """What becomes of open parts when a colleague solves or closes the whole."""

    WAIT = "wait", _("the whole request waits for them")
    ALONG = "along", _("they are solved and closed together with it")


class RequestType(models.Model):
    """Something that people ask for about a service, with the form that asks what is needed for it.

    `questions` are those of okno.catalog.questions; each change of them is one more FormVersion. `parts` are tickets of
    their own that one request opens: [{"name", "team": its id, "when"}]. `approval` are the steps of okno.catalog.approvals
    that come before the work.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=2000)
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, related_name="request_types", verbose_name=_("service")
    )
    rank = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    priority = models.ForeignKey(
        "catalog.Priority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("priority"),
    )
    team = models.ForeignKey(
        "people.Team",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
    )
    # Who may see it; both empty: everybody.
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    support_level = models.ForeignKey(
        "people.SupportLevel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("support level"),
    )
    questions = models.JSONField(_("questions"), default=list, blank=True)
    parts = models.JSONField(_("parts"), default=list, blank=True)
    approval = models.JSONField(_("approval"), default=list, blank=True)
    open_parts = models.CharField(
        _("where parts are still open"), max_length=5, choices=WhenOpen.choices, default=WhenOpen.WAIT
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[models.Manager["RequestType"]] = RequestTypeQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return named(self.name, self.name_en)

    @property
    def explanation(self) -> str:
        """What it is, in the reader's language."""
        return named(self.description, self.description_en)


class FormVersion(models.Model):
    """The questions of a request type as they were from a moment on: written once, never changed."""

    request_type = models.ForeignKey(RequestType, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questions = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_type", "number"], name="one_form_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.request_type} · {self.number}"
