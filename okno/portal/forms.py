"""What a customer writes. Limits are told next to the field; too large is 413, all else that is wrong is 422."""

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FILES_AT_MOST = 10
TEXT_AT_MOST = 100_000
TOO_MUCH = "too_much"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, bounded in number and size."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files, none where none came."""
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if len(files) > FILES_AT_MOST:
            raise forms.ValidationError(
                ngettext("At most %(n)d file at once.", "At most %(n)d files at once.", FILES_AT_MOST)
                % {"n": FILES_AT_MOST},
                code=TOO_MUCH,
            )
        largest = settings.MAX_FILE_BYTES
        for file in files:
            if file.size > largest:
                raise forms.ValidationError(
                    _("“%(name)s” is too large: a file may have %(n)d MB."),
                    code=TOO_MUCH,
                    params={"name": file.name, "n": largest // 2**20},
                )
        if sum(file.size for file in files) > settings.MAX_LETTER_BYTES:
            raise forms.ValidationError(
                _("Together these files are too large: at most %(n)d MB at once."),
                code=TOO_MUCH,
                params={"n": settings.MAX_LETTER_BYTES // 2**20},
            )
        return files


def a_key() -> str:
    """Return the mark of one writing: the same form sent twice is heard once."""
    return secrets.token_urlsafe(12)


class Written(forms.Form):
    """Words and files."""

    attached = FilesField(label=_("Files"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial=a_key, max_length=32, required=False)

    @property
    def status(self) -> int:
        """The HTTP status of a form with errors."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        return 413 if TOO_MUCH in codes else 422


def _words(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea({"rows": rows, "maxlength": TEXT_AT_MOST}),
        **more,
    )


class AnswerForm(Written):
    """One more message; files alone are a message, too."""

    text = _words(_("Your answer"), 4, required=False)
    field_order = ("text", "attached", "key")

    def clean(self) -> dict[str, Any]:
        """Ask for words or files."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("text") and not said.get("attached") and not self.errors:
            self.add_error("text", _("Please write something, or add a file."))
        return said


class AgainForm(Written):
    """What is still wrong, after the desk believed that it was solved."""

    text = _words(_("What is still wrong?"), 3)
    field_order = ("text", "attached", "key")


class AskForm(Written):
    """A new request."""

    subject = forms.CharField(
        label=_("In short"),
        max_length=250,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("For example: the till prints no receipts"),
    )
    text = _words(_("Details"), 7, help_text=_("Since when, with whom, and what you have tried already."))
    field_order = ("subject", "text", "attached", "key")
