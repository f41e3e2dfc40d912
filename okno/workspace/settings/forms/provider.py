"""The form about the desk itself: whose it is, and how it looks to customers."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from okno.core.files import FileTooLarge
from okno.people import zones
from okno.people.logos import NotALogo, drawn, mark_of
from okno.people.models import Provider
from okno.workspace.settings.kit import CALLED, Kit


class LogoInput(forms.ClearableFileInput):
    """Shows the picture that stands there, with a box to take it away."""

    template_name = "workspace/settings/logo_input.html"

    def is_initial(self, value: object) -> bool:
        """Tell whether there is one."""
        return bool(value)

    def format_value(self, value: Any) -> Any:
        """Return where it is to be seen."""
        return mark_of(str(value)) if value and not isinstance(value, UploadedFile) else None


class ProviderForm(Kit):
    """Whose desk this is."""

    zone = forms.ChoiceField(label=_("Time zone"))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        max_length=1000,
        help_text=_(
            "It stands beside the name on every page of customers. PNG, JPEG, GIF or WebP; it is made small."
        ),
        widget=LogoInput({"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    groups = (("", "", ("name", "logo", "accent", "language", "zone", "registration", "second_step")),)

    class Meta:
        model = Provider
        fields = ("name", "accent", "language", "registration", "second_step")
        labels = {
            "name": CALLED,
            "accent": _("Accent colour"),
            "language": _("Language"),
            "registration": _("Who may register"),
            "second_step": _("Who must have a second step of the log-in"),
        }
        help_texts = {
            "name": _("Customers see it above every page of theirs."),
            "accent": _(
                "Of links and buttons for customers, like #2b6cb0. It is made darker or lighter where it could not be read."
            ),
            "language": _("Of letters to those of whom the desk knows nothing yet."),
            "second_step": _(
                "An authenticator app or a passkey. Whoever has none sets it up after the log-in and can do nothing else until "
                "then; who has none is told in the list of colleagues."
            ),
            "registration": _(
                "With a mail address that the desk does not know yet; a code sent there proves whose it is. "
                "Whoever has written a letter is known already."
            ),
        }

    def prepare(self) -> None:
        """Offer all time zones."""
        self.choose("zone", zones.choices())
        self.initial["zone"] = self.instance.zone
        self.initial["logo"] = self.instance.logo

    def clean_logo(self) -> str:
        """Return the picture as it is kept: the new one, none, or the one that stands there."""
        given = self.cleaned_data["logo"]
        if given is False:
            return ""
        if not isinstance(given, UploadedFile):
            return str(self.instance.logo)
        if (given.size or 0) > settings.MAX_FILE_BYTES:
            raise forms.ValidationError(str(FileTooLarge.message))
        try:
            return drawn(given.read())
        except NotALogo as refusal:
            raise forms.ValidationError(str(refusal)) from None
