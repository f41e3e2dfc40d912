"""The form of an entrance: single sign-on."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from okno.people.actions.set_up_entrance import ROADS
from okno.people.models import Entrance
from okno.setup.shape import Plain
from okno.workspace.settings.kit import CALLED, Kit


class EntranceForm(Kit):
    """A provider whom we believe who somebody is."""

    secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        max_length=1000,
        strip=True,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
    )
    domains = forms.CharField(
        label=_("Mail domains"),
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line, like romashka.ru. About addresses of other domains the provider is not believed."
        ),
    )
    groups = (
        ("", "", ("name",)),
        (
            _("Provider"),
            _("What its administrator gives you: Keycloak, Yandex 360, Blitz, Google and others."),
            ("issuer", "client_id", "secret"),
        ),
        (
            pgettext_lazy("of an entrance", "For whom"),
            _("An account is found by its mail address alone. Roles and teams are given here and never come from the provider."),
            ("audience", "domains", "makes_people"),
        ),
    )  # fmt: skip

    class Meta:
        model = Entrance
        fields = ("name", "issuer", "client_id", "audience", "makes_people")
        labels = {
            "name": CALLED,
            "issuer": _("Address of the provider (issuer)"),
            "client_id": _("Client ID"),
            "audience": _("Who may enter here"),
            "makes_people": _("Who enters for the first time becomes a customer"),
        }
        help_texts = {
            "name": _("It stands on the button: Log in with “…”."),
            "issuer": _(
                "What stands before /.well-known/openid-configuration. It may be a server of your own network."
            ),
            "makes_people": _("Without it only people enter whom the desk knows already."),
        }
        widgets = {
            "issuer": forms.TextInput({"placeholder": "https://id.romashka.ru", "spellcheck": "false", "inputmode": "url"}),
            "client_id": forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        }  # fmt: skip

    def prepare(self) -> None:
        """Show the domains as lines; of a kept secret the page knows only that there is one."""
        self.initial["domains"] = "\n".join(self.instance.domains)
        if self.instance.secret:
            self.fields["secret"].widget.attrs["placeholder"] = "••••••••"
            self.fields["secret"].help_text = _(
                "It is kept sealed and never shown. Leave the field empty to keep it."
            )

    def clean_issuer(self) -> str:
        """Take the address of the document for that of the provider."""
        return str(self.cleaned_data["issuer"]).strip().partition("/.well-known/")[0]

    def clean_domains(self) -> list[str]:
        """Return the lines."""
        return sorted({*self.cleaned_data["domains"].replace(",", " ").split()})

    def clean(self) -> dict[str, Any]:
        """Ask for the secret anew where it would go to another provider."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        elsewhere = any(
            cleaned.get(name) != getattr(self.instance, name) for name in ROADS if name in cleaned
        )
        if self.instance.pk and self.instance.secret and elsewhere and not cleaned.get("secret"):
            words = gettext(
                "What is kept was meant for the provider before; enter it once more for this one."
            )
            self.add_error("secret", words)
        return cleaned

    def plain(self) -> Plain:
        """Return the entrance; the secret only where a new one was entered."""
        plain = super().plain()
        return (
            plain if plain["secret"] else {name: value for name, value in plain.items() if name != "secret"}
        )
