"""Forms about the knowledge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.knowledge.models import Outline, Synonyms
from okno.workspace.settings.kit import CALLED, Kit


class SynonymsForm(Kit):
    """Words that mean the same."""

    groups = (("", "", ("words",)),)

    class Meta:
        model = Synonyms
        fields = ("words",)
        labels = {"words": _("Words, divided by commas")}
        help_texts = {"words": _("Single words in any form: scanner, TSD, barcode.")}


class OutlineForm(Kit):
    """A text to begin an article with."""

    groups = (("", "", ("name", "form", "text")),)

    class Meta:
        model = Outline
        fields = ("name", "form", "text")
        labels = {"name": CALLED, "form": _("How it is read"), "text": _("Text")}
        widgets = {"text": forms.Textarea({"rows": 14})}
