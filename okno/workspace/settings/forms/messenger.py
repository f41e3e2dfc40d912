"""The form of the messenger: the bot by which colleagues are told of news."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.channels.actions.set_up_bot import leads_elsewhere
from okno.channels.models import Bot
from okno.core import botapi
from okno.setup.shape import Plain
from okno.workspace.settings.kit import Kit


class BotForm(Kit):
    """The bot, its token, and the server that it asks."""

    secret = forms.CharField(
        label=_("Token of the bot"),
        required=False,
        max_length=200,
        strip=True,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
        help_text=_("@BotFather gives it: /newbot, then a line like 123456:ABC…"),
    )
    groups = (
        (
            _("The bot"),
            _("A bot of Telegram, or of a messenger with the same Bot API. It tells colleagues their news, no more."),
            ("secret", "api", "is_active"),
        ),
    )  # fmt: skip

    class Meta:
        model = Bot
        fields = ("api", "is_active")
        labels = {"api": _("Address of the server"), "is_active": _("In use")}
        help_texts = {
            "api": _("Telegram's own, a proxy, or a Bot API server of your own network. The desk asks it, nobody asks the desk."),
        }  # fmt: skip
        widgets = {"api": forms.TextInput({"placeholder": botapi.USUAL, "spellcheck": "false", "inputmode": "url"})}  # fmt: skip

    def prepare(self) -> None:
        """Of a kept token the page knows only that there is one."""
        if self.instance.secret:
            self.fields["secret"].widget.attrs["placeholder"] = "••••••••"
            self.fields["secret"].help_text = _(
                "It is kept sealed and never shown. Leave the field empty to keep it."
            )

    def clean_secret(self) -> str:
        """Refuse what is no token."""
        token = str(self.cleaned_data["secret"])
        if token and not botapi.TOKEN.fullmatch(token):
            raise forms.ValidationError(gettext("This is no token of a bot: it looks like 123456:ABC…"))
        return token

    def clean(self) -> dict[str, Any]:
        """Ask for the token where the bot is to work without one, and anew where it would go to another server."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("secret") or "secret" in self.errors:
            return cleaned
        elsewhere = leads_elsewhere(self.instance, Bot(api=str(cleaned.get("api", "")).rstrip("/")))
        if self.instance.secret and elsewhere and "api" in cleaned:
            words = gettext("What is kept was meant for the server before; enter it once more for this one.")
            self.add_error("secret", words)
        elif not self.instance.secret and cleaned.get("is_active"):
            self.add_error("secret", gettext("Without its token no bot works."))
        return cleaned

    def plain(self) -> Plain:
        """Return the bot; the token only where a new one was entered."""
        return {name: value for name, value in super().plain().items() if name != "secret" or value}
