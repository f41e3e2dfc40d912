"""allauth's forms in our words: one look of fields, a bound on passwords, and any address of a person to enter with."""

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from okno.login import codes
from okno.login.passwords import AT_MOST
from okno.login.whom import whom
from okno.look.agreeing import Agreeing
from okno.people import zones
from okno.people.provider import ours


class Plain(forms.Form):
    """Labels say what a field is for; a placeholder that repeats them says it twice. Passwords are bounded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, SetPasswordField):
                field.help_text = _("At least 10 characters. A short sentence is easy to remember.")
            if isinstance(field, PasswordField):
                field.widget.attrs["maxlength"] = AT_MOST
                field.max_length = AT_MOST
                field.validators.append(MaxLengthValidator(AT_MOST))
            if field.widget.attrs.get("autocomplete") == "one-time-code":
                field.widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": 40}
                field.validators.append(MaxLengthValidator(40))


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]
    """Mail address and password; the page sends the address alone, too (`enter`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.use_required_attribute = lambda _initial: False


class RequestLoginCodeForm(Plain, account.RequestLoginCodeForm):  # type: ignore[misc]
    """Where the code for entering goes."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # The button «send me a code» stands in the form of login, whose field has another name.
        if data is not None and "login" in data and "email" not in data:
            data = {**data.dict(), "email": data["login"]}
        super().__init__(data, *args, **kwargs)

    def clean_email(self) -> str:
        """Count the attempt, then find the person."""
        address: str = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=address):
            raise account.get_adapter().validation_error("too_many_login_attempts")
        self._user = whom(address)
        return address


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Where the code for a new password goes; the view counts the attempts before it saves."""

    def clean_email(self) -> str:
        """Find the person."""
        address: str = self.cleaned_data["email"]
        person = whom(address)
        self.users = [person] if person else []
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the code, or pretend to."""
        if not self.users:
            codes.pretend("account/email/password_reset_code", self.cleaned_data["email"])
        address: str = super().save(request, **kwargs)
        return address


class ConfirmLoginCodeForm(Plain, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the letter."""


class NewcomerForm(Agreeing, Plain):
    """What somebody unknown tells about himself."""

    without_consent = _("Without this consent we cannot let you in. You may write us a letter.")
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )


class ConfirmPasswordResetCodeForm(Plain, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code from the letter."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""


class SetPasswordForm(Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again before something important."""


class AuthenticateForm(Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code of the application or a recovery code."""


class ReauthenticateByCodeForm(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code again before something important."""


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the application proves that it knows the secret."""


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key of this device, for entering without a password when the device can ask its owner."""

    name = forms.CharField(label=_("What to call this key"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("Enter with this key alone")
        self.fields["passwordless"].help_text = _("The device asks for your finger, face or PIN.")
        self.fields["passwordless"].initial = True


class EditPasskeyForm(Plain, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    name = forms.CharField(label=_("What to call this key"), max_length=100)


class ProfileForm(Plain):
    """What a person tells the desk about himself."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    undo_seconds = forms.TypedChoiceField(
        label=_("An answer can be called back"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, answers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        undo = self.fields["undo_seconds"]
        assert isinstance(undo, forms.ChoiceField)
        usual = _("As the desk has it: %(seconds)d s") % {"seconds": settings.UNDO_SEND_SECONDS}
        undo.choices = [
            ("", usual),
            (0, _("never: it leaves at once")),
            *((one, _("%(seconds)d s") % {"seconds": one}) for one in (5, 10, 20, 30, 60)),
        ]
        if not answers:
            del self.fields["undo_seconds"]
        own = _("As the desk has it: %(zone)s") % {"zone": zones.called(ours().zone)}
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", own), *zones.choices()]
