"""The form of a step, and the first of them; each keeps what it asks at once, by the verbs of the settings."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict
from okno.people import zones
from okno.people.models import Person
from okno.people.models.provider import NAMELESS
from okno.setup.actions.save import save
from okno.setup.setups import CALENDARS, PROVIDER
from okno.setup.shape import Unfit
from okno.workspace.wizard import knowing


@contextmanager
def about(field_of: Callable[[str], str]) -> Iterator[None]:
    """Let what does not fit into a row stand at the field that this part of the row came from."""
    try:
        yield
    except Unfit as unfit:
        raise Unfit({field_of(name): sentences for name, sentences in unfit.errors.items()}) from None
    except (BadInput, Conflict) as refusal:
        raise Unfit({field_of(""): [str(refusal)]}) from None


class StepForm(forms.Form):
    """What one step asks; `keep` writes it down."""

    parts: Mapping[str, str] = {}  # of the rows → the field that is about it

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.prepare()

    def prepare(self) -> None:
        """Show what is set up already."""

    def keep(self) -> None:
        """Write down what was asked, by the verbs; a step that asks nothing keeps nothing."""

    def kept(self) -> bool:
        """Write everything down, or nothing; what does not fit stands next to its field then."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.keep()
        except Unfit as unfit:
            for name, sentences in unfit.errors.items():
                for sentence in sentences:
                    self.add_error(self._field_of(name), sentence)
        except (BadInput, Conflict) as refusal:
            self.add_error(None, str(refusal))
        return not self.errors

    def _field_of(self, part: str) -> str | None:
        name = self.parts.get(part, part)
        return name if name in self.fields else None


class ProviderStep(StepForm):
    """How the desk is called, which language it speaks, where its clocks stand."""

    name = forms.CharField(
        label=_("Name of your organisation"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of letters to those of whom the desk knows nothing yet."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), widget=forms.Select({"data-guess": "zone"}))

    def prepare(self) -> None:
        """Show the provider as it is, without the name that it was founded with."""
        provider = knowing.provider()
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones.choices()
        if self.is_bound or knowing.is_named():
            del zone.widget.attrs["data-guess"]
        self.initial = {
            "name": "" if provider.name == NAMELESS else provider.name,
            "language": provider.language,
        }
        self.initial["zone"] = provider.zone

    def keep(self) -> None:
        """Save the provider; the calendars of a new desk go by its zone."""
        provider = knowing.provider()
        before = provider.zone
        save(PROVIDER, provider, self.cleaned_data, by=self.by)
        for calendar in CALENDARS.rows().filter(zone=before).exclude(zone=self.cleaned_data["zone"]):
            save(CALENDARS, calendar, {"zone": self.cleaned_data["zone"]}, by=self.by)
