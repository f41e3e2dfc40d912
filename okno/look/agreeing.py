"""A form with the texts to which somebody has to agree first: each with its box."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext

from okno.people.models import PurposeText

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Agreeing(forms.Form):
    """A box for each of the texts; `without_consent` is told beside one that is left empty."""

    without_consent: "str | StrPromise"

    def __init__(self, *args: Any, texts: Sequence[PurposeText] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self.fields[f"consent_{text.pk}"] = forms.BooleanField(
                label=gettext("I agree: %(name)s") % {"name": text.name},
                error_messages={"required": self.without_consent},
            )

    def consents(self) -> list[tuple[PurposeText, forms.BoundField]]:
        """Return the texts to agree to, each with its box."""
        return [(text, self[f"consent_{text.pk}"]) for text in self.texts]
