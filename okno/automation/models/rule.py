import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Impact, Urgency
from okno.desk.models import Kind
from okno.people.models import Line, Person


class Rule(models.Model):
    """What the desk does by itself with a ticket that fits: the conditions are those of okno.automation.conditions.

    Rules are gone through once, in their order; what a person has decided by hand stays as it is.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    at_opening = models.BooleanField(_("when a ticket is opened"), default=True)
    at_message = models.BooleanField(_("when the customer writes again"), default=False)
    at_change = models.BooleanField(_("when a colleague changes the service or the priority"), default=False)
    # [{"fits": "all" | "any", "of": [{"about": …, "is_not": …, "values": […]}]}]; every group must fit.
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    impact = models.CharField(max_length=4, choices=Impact.choices, blank=True)
    urgency = models.CharField(max_length=5, choices=Urgency.choices, blank=True)
    priority = models.ForeignKey(
        "catalog.Priority", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_line = models.PositiveSmallIntegerField(choices=Line.choices, null=True, blank=True)
    to_person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    watchers: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField(
        "people.Person", blank=True, related_name="+"
    )
    stops = models.BooleanField(_("no further rules"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    stamp = models.UUIDField(
        default=uuid.uuid4, help_text="another one after each change: processes keep the rules by it"
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_team=None) | Q(to_line=None),
                name="rule_leads_to_a_team_or_a_line",
                violation_error_message=_("A rule leads to a team or to a line, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(at_opening=True) | Q(at_message=True) | Q(at_change=True),
                name="rule_has_its_moment",
                violation_error_message=_("Choose when the rule is looked at."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
