"""The form about fields of tickets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from okno.catalog.models import Service, TicketField
from okno.setup.shape import Plain
from okno.workspace.settings import questions
from okno.workspace.settings.kit import CALLED, FOR_READERS, IN_ENGLISH, Kit


class FieldForm(Kit):
    """What tickets tell besides the usual."""

    choices = forms.CharField(
        label=_("Choices, one in each line"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Only where one of several choices is to stand in it."),
    )
    choices_en = forms.CharField(
        label=_("Choices, one in each line"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("In the same lines as above; an empty line leaves a choice as it is."),
    )
    groups = (
        ("", "", ("name", "kind", "choices", "service", "rank")),
        (IN_ENGLISH, FOR_READERS, ("name_en", "choices_en")),
    )

    class Meta:
        model = TicketField
        fields = ("name", "kind", "service", "rank", "name_en")
        labels = {
            "name": CALLED,
            "kind": _("What stands in it"),
            "service": _("Service"),
            "rank": _("Place in the order"),
            "name_en": CALLED,
        }
        help_texts = {
            "service": _("Only tickets about it show the field empty. Not chosen: all do."),
            "rank": _("The smallest number stands first."),
        }

    def prepare(self) -> None:
        """Show the choices as lines."""
        self.offer_in_use("service", Service)
        for name in ("choices", "choices_en"):
            self.initial[name] = "\n".join(getattr(self.instance, name))

    def plain(self) -> Plain:
        """Return the field with its choices as lists."""
        filled = self.cleaned_data
        return super().plain() | questions.choices_in_lines(filled["choices"], filled["choices_en"])
