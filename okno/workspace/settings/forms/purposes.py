"""The form of what customers agree to."""

from django.utils.translation import gettext_lazy as _

from okno.people.models import Purpose
from okno.workspace.settings.kit import CALLED, Kit


class PurposeForm(Kit):
    """What personal data are used for, and the words with which their owners agree."""

    groups = (("", "", ("name", "text", "is_required")),)

    class Meta:
        model = Purpose
        fields = ("name", "text", "is_required")
        labels = {
            "name": CALLED,
            "text": _("Text of the consent"),
            "is_required": _("Asked with a request"),
        }
        help_texts = {
            "name": _("For example: processing of personal data for the support."),
            "text": _("Other words are a new version: whoever agreed to the former one is asked again."),
            "is_required": _("Without this consent no request is taken in the portal."),
        }
