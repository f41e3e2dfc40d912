"""The form about what customers and those who approve are told by letters, step by step."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from okno.desk import letter_words
from okno.desk.models import ASKING, LoopPlan, Occasion
from okno.desk.models.loop import TEXT_AT_MOST
from okno.setup.shape import Plain
from okno.workspace.settings.kit import Group, Kit, Words

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class LoopForm(Kit):
    """Of which steps customers are told, in which words, and after how much silence a solved ticket is closed."""

    groups: ClassVar[tuple[Group, ...]] = (
        (
            gettext_lazy("Silence"),
            gettext_lazy("Who is asked whether it is solved, and says nothing, has agreed after some days."),
            ("silence_days",),
        ),
        (
            gettext_lazy("What customers say"),
            gettext_lazy(
                "Words beside ratings and answers in waves of NPS become suggestions: somebody sorts them."
            ),
            ("product_team", "asks_again_days"),
        ),
    )

    class Meta:
        model = LoopPlan
        fields = ("silence_days", "product_team", "asks_again_days")
        labels = {
            "silence_days": gettext_lazy("Working days until a solved ticket is closed"),
            "product_team": gettext_lazy("Team that sorts suggestions"),
            "asks_again_days": gettext_lazy("Days between two questions of NPS to one person"),
        }
        help_texts = {
            "silence_days": gettext_lazy("0: only people close tickets."),
            "product_team": gettext_lazy("Nobody in particular: leads and administrators."),
        }

    def prepare(self) -> None:
        """Make a box and a text for each language of each step; the usual words stand there to be changed."""
        for occasion in Occasion.values:
            if occasion not in ASKING:
                self.fields[f"{occasion}.leaves"] = forms.BooleanField(
                    label=_("This letter is sent"), required=False, initial=self.instance.leaves(occasion)
                )
            for language in LANGUAGES:
                self.fields[f"{occasion}.{language}"] = forms.CharField(
                    label=_("Text in Russian") if language == "ru" else _("Text in English"),
                    required=False,
                    max_length=TEXT_AT_MOST,
                    initial=self.instance.text(occasion, language) or usual(occasion, language),
                    widget=forms.Textarea(attrs={"rows": 8}),
                )

    def sections(self) -> Iterator[tuple[Words, Words, list[BoundField]]]:
        """Yield a group for each step, and the silence at the end."""
        for occasion in Occasion:
            parts = LANGUAGES if occasion in ASKING else ("leaves", *LANGUAGES)
            yield occasion.label, _lead(occasion), [self[f"{occasion.value}.{part}"] for part in parts]
        yield from super().sections()

    def plain(self) -> Plain:
        """Return the whole table; the usual words are not written down, so that a better wording of the desk comes through."""
        told, own = self.cleaned_data, super().plain()
        letters = {
            one: {"leaves": told.get(f"{one}.leaves", True), "texts": self._texts(one)}
            for one in Occasion.values
        }
        return {name: own[name] for name in self.Meta.fields} | {"letters": letters}

    def _texts(self, occasion: str) -> dict[str, str]:
        given = {language: _lines(self.cleaned_data[f"{occasion}.{language}"]) for language in LANGUAGES}
        return {
            language: text for language, text in given.items() if text and text != usual(occasion, language)
        }


def usual(occasion: str, language: str) -> str:
    """Return the desk's own words for a step."""
    with override(language):
        return str(letter_words.USUAL[occasion])


def names(occasion: str) -> str:
    """Return which names in braces are filled in; what they mean stands at the end of the page."""
    return " ".join(f"{{{name(one)}}}" for one in letter_words.variables(occasion))


def name(variable: letter_words.Variable) -> str:
    """Return the name of a variable in the reader's language."""
    return variable.english if get_language() == "en" else variable.russian


def meanings() -> list[tuple[str, Words]]:
    """Return every name with what it becomes."""
    return [(name(one), one.meaning) for one in letter_words.VARIABLES]


def _lead(occasion: Occasion) -> str:
    """Return what may stand in the text, and what stands under it by itself."""
    if occasion not in ASKING:
        return names(occasion)
    words = _(
        "%(names)s. The answers of the form and the buttons “Approve” and “Refuse” stand under it by themselves."
    )
    return words % {"names": names(occasion)}


def letters_text(letters: dict[str, Any]) -> str:
    """Return the table in one line, for history."""
    return " · ".join(f"{Occasion(one).label}: {_told(letter)}" for one, letter in letters.items()) or "—"


def _told(letter: dict[str, Any]) -> str:
    texts = [f"{language}: {text}" for language, text in letter.get("texts", {}).items()]
    return "; ".join(([] if letter.get("leaves", True) else [_("not sent")]) + texts)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
