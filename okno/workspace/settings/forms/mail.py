"""The form of a mailbox."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels.actions.set_up_mailbox import ROADS
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login
from okno.people.models import Team
from okno.setup.shape import Plain
from okno.workspace.settings.kit import Kit

SECRETS = ("password", "refresh_token", "client_secret")


def _secret(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=widget, help_text=hint, strip=False
    )


class MailboxForm(Kit):
    """One of our addresses."""

    password = _secret(_("Password"))
    refresh_token = _secret(_("Refresh token"))
    oauth_token_url = forms.URLField(
        label=_("Where the provider gives tokens"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    client_secret = _secret(_("Client secret"), _("Where the provider wants one."))
    groups = (
        ("", "", ("address", "name", "team", "acknowledges")),
        (
            _("Incoming letters: IMAP"),
            _("Without a server, letters come from your mail server by the listener or the pipe."),
            ("imap_host", "imap_port", "imap_security", "imap_folder"),
        ),
        (
            _("Outgoing letters: SMTP"),
            _("Without a server, letters leave by the relay of the desk."),
            ("smtp_host", "smtp_port", "smtp_security"),
        ),
        (_("Login"), "", ("login", "user", "password", "oauth_token_url", "oauth_client_id", "refresh_token", "client_secret")),
        (_("Trust"), "", ("trusted_authserv_id",)),
    )  # fmt: skip

    class Meta:
        model = Mailbox
        fields = ("address", "name", "team", "acknowledges", "imap_host", "imap_port", "imap_security", "imap_folder",
                  "smtp_host", "smtp_port", "smtp_security", "login", "user", "oauth_client_id",
                  "trusted_authserv_id")  # fmt: skip
        labels = {
            "address": _("Address"),
            "name": _("Name on answers"),
            "team": _("Team"),
            "acknowledges": _("Tell the sender the number of a new ticket"),
            "imap_host": _("Server"),
            "imap_port": _("Port"),
            "imap_security": _("Encryption"),
            "imap_folder": _("Folder"),
            "smtp_host": _("Server"),
            "smtp_port": _("Port"),
            "smtp_security": _("Encryption"),
            "login": _("How to log in"),
            "user": _("User name"),
            "oauth_client_id": _("Client ID"),
            "trusted_authserv_id": _("Server whose checks of senders are believed"),
        }
        help_texts = {
            "team": _("New tickets from letters to this address go there."),
            "user": _("Empty: the address itself."),
            "trusted_authserv_id": _(
                "As it calls itself in Authentication-Results (RFC 8601). Empty: none is believed."
            ),
        }
        widgets = {
            "imap_host": forms.TextInput({"placeholder": "imap.yandex.ru", "list": "imap-hosts", "spellcheck": "false"}),
            "smtp_host": forms.TextInput({"placeholder": "smtp.yandex.ru", "list": "smtp-hosts", "spellcheck": "false"}),
            "user": forms.TextInput({"autocomplete": "off"}),
        }  # fmt: skip

    def prepare(self) -> None:
        """Offer the teams in use; of a kept secret the page knows only that there is one."""
        self.offer_in_use("team", Team, none=gettext("No team: they wait without one"))
        self.initial["oauth_token_url"] = self.instance.oauth_token_url
        if self.instance.secret:
            kept = "refresh_token" if self.instance.login == Login.XOAUTH2 else "password"
            self.fields[kept].widget.attrs["placeholder"] = "••••••••"
            self.fields[kept].help_text = _(
                "It is kept sealed and never shown. Leave the field empty to keep it."
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the secret anew where it would go to another server."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        elsewhere = any(
            cleaned.get(name) != getattr(self.instance, name) for name in ROADS if name in cleaned
        )
        if self.instance.pk and self.instance.secret and elsewhere and not self._secret():
            field = "refresh_token" if cleaned.get("login") == Login.XOAUTH2 else "password"
            self.add_error(
                field, gettext("What is kept was meant for the servers before; enter it once more for these.")
            )
        return cleaned

    def plain(self) -> Plain:
        """Return the mailbox; the secret only where a new one was entered."""
        plain = {name: value for name, value in super().plain().items() if name not in SECRETS}
        secret = self._secret()
        return plain | {"secret": secret} if secret else plain

    def field_of(self, name: str) -> str | None:
        """Lead complaints about the secret to the field of the password."""
        return "password" if name == "secret" else super().field_of(name)

    def _secret(self) -> str:
        told = {name: self.cleaned_data.get(name) or "" for name in SECRETS}
        if self.cleaned_data.get("login") != Login.XOAUTH2:
            return str(told["password"])
        tokens = {name: told[name] for name in ("refresh_token", "client_secret") if told[name]}
        return json.dumps(tokens) if told["refresh_token"] else ""
