"""The form of the community."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.community.models import CommunityPlan
from okno.workspace.settings.kit import Group, Kit


class CommunityForm(Kit):
    """Whether there is a community, who may read there, and what is looked at first."""

    groups: ClassVar[tuple[Group, ...]] = (("", "", ("is_open", "readers", "moderation")),)

    class Meta:
        model = CommunityPlan
        fields = ("is_open", "readers", "moderation")
        labels = {
            "is_open": _("The community is open"),
            "readers": _("Who may read"),
            "moderation": _("What colleagues look at first"),
        }
        help_texts = {
            "is_open": _(
                "Customers ask and answer each other, and write down ideas. Whoever writes has logged in."
            ),
            "moderation": _(
                "A newcomer is whoever has nothing shown yet. What waits stands under “Community” at the left."
            ),
        }
        widgets = {"readers": forms.RadioSelect, "moderation": forms.RadioSelect}
