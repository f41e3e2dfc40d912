"""Forms about the knowledge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.knowledge.models import Outline, Section, Synonyms
from okno.workspace.settings.kit import CALLED, FOR_READERS, IN_ENGLISH, Kit


class SectionForm(Kit):
    """A shelf of the knowledge."""

    groups = (("", "", ("name", "about", "place")), (IN_ENGLISH, FOR_READERS, ("name_en", "about_en")))

    class Meta:
        model = Section
        fields = ("name", "about", "place", "name_en", "about_en")
        labels = {
            "name": CALLED,
            "about": _("What it is about"),
            "place": _("Place in the order"),
            "name_en": CALLED,
            "about_en": _("What it is about"),
        }
        help_texts = {"place": _("The smallest number stands first.")}


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
