from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Readers(models.TextChoices):
    EVERYONE = "everyone", _("everybody, without a login too")
    CUSTOMERS = "customers", _("customers who have logged in")


class Moderation(models.TextChoices):
    BEFORE = "before", _("everything, before it is shown")
    NEWCOMERS = "newcomers", _("only what newcomers write, before it is shown")
    AFTER = "after", _("nothing beforehand: everything is shown at once")


class CommunityPlan(models.Model):
    """Whether the desk has a community, who may read there, and what is looked at before it is shown. One row."""

    name = models.CharField(max_length=20, default="community", editable=False)
    is_open = models.BooleanField(_("the community is open"), default=False)
    readers = models.CharField(
        _("who may read"), max_length=12, choices=Readers.choices, default=Readers.EVERYONE
    )
    moderation = models.CharField(
        _("what colleagues look at first"),
        max_length=12,
        choices=Moderation.choices,
        default=Moderation.BEFORE,
    )

    objects: ClassVar[models.Manager["CommunityPlan"]] = models.Manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_plan_of_the_community")]

    def __str__(self) -> str:
        return str(_("Community"))
