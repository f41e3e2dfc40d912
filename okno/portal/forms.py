"""What a customer writes. Limits are told next to the field; too large is 413, all else that is wrong is 422."""

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from okno.catalog.answers import Checked, check
from okno.catalog.models import FormVersion, Service, Urgency
from okno.catalog.questions import Sort, label_of, with_objects
from okno.desk import access
from okno.desk.actions.rate import WORDS_AT_MOST
from okno.look.agreeing import Agreeing
from okno.look.asking import Asked, Given, answered, asked
from okno.people.models import Person
from okno.portal import keeping

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FILES_AT_MOST = 10
TEXT_AT_MOST, STRANGER_AT_MOST = 100_000, 10_000
TOO_MUCH = "too_much"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, bounded in number and size."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files, none where none came."""
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        largest = settings.MAX_FILE_BYTES
        for file in files:
            if file.size > largest:
                raise forms.ValidationError(
                    _("“%(name)s” is too large: a file may have %(n)d MB."),
                    code=TOO_MUCH,
                    params={"name": file.name, "n": largest // 2**20},
                )
        return files


class KeptField(forms.Field):
    """Files that came with an earlier, faulty sending of the form; one that is no longer known is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[keeping.Kept]:
        """Return the files that are still wanted."""
        return [found for sign in (value or [])[: FILES_AT_MOST + 1] if (found := keeping.found(sign))]


def limits() -> str:
    """Return in a sentence what may be added."""
    return ngettext(
        "At most %(n)d file, of up to %(size)d MB.",
        "Up to %(n)d files, each of up to %(size)d MB.",
        FILES_AT_MOST,
    ) % {"n": FILES_AT_MOST, "size": settings.MAX_FILE_BYTES // 2**20}


def a_key() -> str:
    """Return the mark of one writing: the same form sent twice is heard once."""
    return secrets.token_urlsafe(12)


class Written(forms.Form):
    """Words and files."""

    attached = FilesField(label=_("Files"), required=False)
    kept = KeptField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial=a_key, max_length=32, required=False)

    kept_files: list[keeping.Kept]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attached"].help_text = limits()
        self.kept_files = []

    def clean(self) -> dict[str, Any]:
        """Bound all files together, those kept from before included."""
        said: dict[str, Any] = super().clean() or {}
        files = [*said.get("kept", []), *said.get("attached", [])]
        if len(files) > FILES_AT_MOST:
            told = ngettext("At most %(n)d file at once.", "At most %(n)d files at once.", FILES_AT_MOST)
            self.add_error("attached", forms.ValidationError(told % {"n": FILES_AT_MOST}, code=TOO_MUCH))
        elif sum(file.size or 0 for file in files) > settings.MAX_LETTER_BYTES:
            heavy = _("Together these files are too large: at most %(n)d MB at once.")
            size = {"n": settings.MAX_LETTER_BYTES // 2**20}
            self.add_error("attached", forms.ValidationError(heavy, code=TOO_MUCH, params=size))
        return said

    def keep_files(self) -> None:
        """Keep what came with a form in which something is wrong, so that nobody has to choose the files again."""
        self.kept_files = (self.cleaned_data.get("kept") or [])[:FILES_AT_MOST]
        room = settings.MAX_LETTER_BYTES - sum(one.size for one in self.kept_files)
        for file in self.files.getlist("attached"):
            size = file.size or 0
            if len(self.kept_files) < FILES_AT_MOST and 0 < size <= min(room, settings.MAX_FILE_BYTES):
                self.kept_files.append(keeping.keep(file))
                room -= size

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


class FileForm(forms.Form):
    """One file, on its way ahead of the words to which it belongs."""

    file = forms.FileField(max_length=1000, allow_empty_file=True)


class AnswerForm(Written):
    """One more message; files alone are a message, too."""

    text = _words(_("Your answer"), 4, required=False)
    field_order = ("text", "attached", "key")

    def clean(self) -> dict[str, Any]:
        """Ask for words or files."""
        said = super().clean()
        if not (said.get("text") or said.get("attached") or said.get("kept") or self.errors):
            self.add_error("text", _("Please write something, or add a file."))
        return said


class AgainForm(Written):
    """What is still wrong, after the desk believed that it was solved."""

    text = _words(_("What is still wrong?"), 3)
    field_order = ("text", "attached", "key")


class RatingForm(forms.Form):
    """Stars in one tap; words may follow."""

    stars = forms.IntegerField(min_value=1, max_value=5)
    words = forms.CharField(
        label=_("Would you like to add a few words?"),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": WORDS_AT_MOST}),
    )


class PartnerForm(forms.Form):
    """Somebody who shall take part."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("This person reads and writes here from now on, and gets our answers by mail."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class Asking(Agreeing, Written):
    """A new request, with the texts to which its author has not agreed yet."""

    without_consent = _("Without this consent we cannot take the request.")


class StrangerForm(forms.Form):
    """What happened, before it is known who asks."""

    text = forms.CharField(
        label=_("What happened?"),
        max_length=STRANGER_AT_MOST,
        help_text=_(
            "Next we ask for your mail address: there you read the answer. What you have written stays."
        ),
        widget=forms.Textarea({"rows": 6, "maxlength": STRANGER_AT_MOST}),
    )


class AskForm(Asking):
    """A new request: words alone are enough."""

    text = _words(
        _("What happened?"), 6, help_text=_("Since when, with whom, and what you have tried already.")
    )
    subject = forms.CharField(
        label=_("In short"),
        max_length=250,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("For example: the till prints no receipts"),
    )
    service = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=Service.objects.none(),
        required=False,
        blank=True,  # else the buttons offer no «I do not know»
        widget=forms.RadioSelect,
        empty_label=_("I do not know"),
        error_messages={"invalid_choice": _("This service is no longer offered; please choose another one.")},
    )
    wish = forms.ChoiceField(
        label=_("How urgent is it?"),
        choices=[("", _("I cannot say")), *Urgency.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("We read it; the priority is decided by the criteria of the desk."),
    )
    field_order = ("text", "subject", "service", "wish", "attached", "key")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = access.services_for(person)
        self.fields["service"].queryset = services  # type: ignore[attr-defined] # it is a ModelChoiceField
        if not services.exists():
            del self.fields["service"]


class RequestForm(Asking):
    """A request by the form of its type: its questions are fields of their own, checked by `okno.catalog.answers`."""

    field_order = ("attached", "key")

    def __init__(
        self,
        version: FormVersion,
        *args: Any,
        begun: Given,
        people: Sequence[str],
        objects: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.people = version, people
        self.questions = with_objects(version.questions, objects)
        self.given: Given = answered(version.questions, self.data) if self.is_bound else begun
        self.checked = Checked()
        of_files = [one for one in version.questions if one["kind"] == Sort.FILE]
        self.file_key = of_files[0]["key"] if of_files else ""
        if of_files:
            self.fields["attached"].label = label_of(of_files[0])
            self.fields["attached"].required = of_files[0].get("required", False)
        else:
            del self.fields["attached"], self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        """Check the answers; files belong to the question about files, and to none where it is not asked."""
        said = super().clean()
        files = [*(one.new for one in said.get("kept", [])), *said.get("attached", [])]
        self.checked = check(self.questions, {**self.given, self.file_key: [one.name for one in files]})
        if self.file_key not in self.checked.answers:
            said |= {"kept": [], "attached": []}
        if count := len(self.checked.errors):
            words = ngettext("Please look at one answer below.", "Please look at %(n)d answers below.", count)
            self.add_error(None, words % {"n": count})
        return said

    def asked(self) -> list[Asked]:
        """Return the questions as the page shows them."""
        return asked(self.questions, self.given, self.checked.errors, self.people)
