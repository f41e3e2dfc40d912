"""The editor of a form: its questions, and the further tickets that a request opens, as rows of a plain form."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from okno.catalog.actions.set_up_request_type import PARTS_AT_MOST
from okno.catalog.questions import (
    CONDITIONS,
    OF_CHOICES,
    QUESTIONS,
    BadQuestion,
    Prefill,
    Sort,
    fresh_key,
    meant,
    when_words,
)
from okno.look.asking import asked
from okno.people.models import Team
from okno.workspace.settings.conditions import split

Row = dict[str, Any]
_OF_WORDS, _OF_LINES = ("label", "help", "label_en", "help_en"), ("choices", "choices_en")
SPARE = 2  # empty rows behind the filled ones
_NOTHING: Row = {"about": "", "is_not": False, "values": ""}


class QuestionRows(forms.Widget):
    """Reads the rows of questions back; they are drawn by the template of the field."""

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], _name: str
    ) -> list[Row]:
        """Return the rows as they were filled in, by their places, without those that were taken out."""
        rows = [_question(data, f"q{n}") for n in range(2 * QUESTIONS) if f"q{n}-label" in data]
        return sorted((row for row in rows if not row["gone"]), key=lambda row: row["place"])


class PartRows(forms.Widget):
    """Reads the rows of further tickets back."""

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], _name: str
    ) -> list[Row]:
        """Return the rows as they were filled in."""
        return [
            {
                "name": str(data[f"p{n}-name"]).strip(),
                "team": str(data.get(f"p{n}-team", "")),
                "when": list(conditions_in(data, f"p{n}")),
            }
            for n in range(PARTS_AT_MOST + SPARE)
            if f"p{n}-name" in data
        ]


class QuestionsField(forms.Field):
    """The questions of a form."""

    widget = QuestionRows
    template = "workspace/settings/questions.html"

    def clean(self, value: Any) -> list[Row]:
        """Return the questions in their plain form, without the rows that were left empty."""
        return [_plain(row) for row in value or [] if _is_filled(row)]

    def rows(self, value: Any) -> list[Row]:
        """Return what the page shows: the questions, and empty rows to go on with; each has a key of its own."""
        filled = [row for row in value or [] if _is_filled(row)]
        taken = {row["key"] for row in filled}
        shown = [*filled, *(_empty(fresh_key(taken)) for _spare in range(SPARE))]
        return [
            row | {"place": place, "field": f"q{place - 1}", "when": with_room(row["when"])}
            for place, row in enumerate(shown, start=1)
        ]

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        """The kinds of questions."""
        return list(Sort.choices)

    @property
    def prefills(self) -> list[tuple[str, Any]]:
        """What can be filled in beforehand."""
        return list(Prefill.choices)


class PartsField(forms.Field):
    """The further tickets of a request."""

    widget = PartRows
    template = "workspace/settings/parts.html"

    def clean(self, value: Any) -> list[Row]:
        """Return them in their plain form, without the rows that were left empty."""
        return [with_conditions(row) for row in value or [] if row["name"] or row["team"]]

    def rows(self, value: Any) -> list[Row]:
        """Return what the page shows."""
        filled = [row for row in value or [] if row["name"] or row["team"]]
        spare: Row = {"name": "", "team": "", "when": []}
        return [
            row | {"field": f"p{place}", "when": with_room(row["when"])}
            for place, row in enumerate([*filled, spare][:PARTS_AT_MOST])
        ]

    @property
    def teams(self) -> list[str]:
        """The teams to which they can go."""
        return list(Team.objects.filter(is_active=True).order_by("name").values_list("name", flat=True))


def shown(plain: list[Row]) -> list[Row]:
    """Return plain questions, or parts, as the rows of the editor hold them."""
    return [
        _empty("")
        | one
        | {name: "\n".join(one.get(name, ())) for name in ("choices", "choices_en")}
        | {"when": [row | {"values": _joined(row["values"])} for row in one.get("when", ())]}
        for one in plain
    ]


def preview(plain: list[Row]) -> dict[str, Any]:
    """Return the questions as customers will see them, or in a sentence why they cannot be asked so."""
    try:
        return {"asked": asked(meant(plain), {})}
    except BadQuestion as wrong:
        return {"wrong": str(wrong)}


def told(plain: list[Row]) -> str:
    """Return the questions of a form in one line, for lists and history."""
    lines = []
    for one in plain:
        about = [str(dict(Sort.choices).get(one["kind"], one["kind"]))]  # a history may know other kinds
        about += [_("required")] if one.get("required") else []
        about += [", ".join(one["choices"])] if one.get("choices") else []
        if in_english := _in_english(one):
            about.append(_("in English: %(words)s") % {"words": in_english})
        about += [_("only where %(words)s") % {"words": when_words(one, plain)}] if one.get("when") else []
        lines.append(f"{one['label']} ({'; '.join(about)})")
    return " · ".join(lines)


def _in_english(one: Row) -> str:
    """Return in one line what a reader of English is shown; empty where nothing was given."""
    choices = ", ".join(words or "—" for words in one.get("choices_en", ()))
    return "; ".join(filter(None, (one.get("label_en"), one.get("help_en"), choices)))


def parts_told(plain: list[Row]) -> str:
    """Return the further tickets in one line."""
    return " · ".join(f"{one['name']} → {one['team']}" for one in plain)


def _question(data: Mapping[str, Any], row: str) -> Row:
    place = str(data.get(f"{row}-place", ""))
    return {
        "place": int(place) if place.isdecimal() and len(place) < 5 else 2 * QUESTIONS,  # noqa: PLR2004
        "gone": data.get(f"{row}-gone") == "1",
        "key": str(data.get(f"{row}-key", "")),
        "kind": str(data.get(f"{row}-kind", "")),
        "label": str(data[f"{row}-label"]).strip(),
        "help": str(data.get(f"{row}-help", "")).strip(),
        "label_en": str(data.get(f"{row}-label_en", "")).strip(),
        "help_en": str(data.get(f"{row}-help_en", "")).strip(),
        "choices_en": str(data.get(f"{row}-choices_en", "")),
        "required": data.get(f"{row}-required") == "1",
        "choices": str(data.get(f"{row}-choices", "")),
        "prefill": str(data.get(f"{row}-prefill", "")),
        "when": list(conditions_in(data, row)),
    }


def conditions_in(data: Mapping[str, Any], row: str) -> Iterator[Row]:
    """Yield the conditions of a row as they were filled in."""
    for number in range(CONDITIONS):
        if about := str(data.get(f"{row}-when{number}-about", "")):
            yield {
                "about": about,
                "is_not": data.get(f"{row}-when{number}-not") == "1",
                "values": str(data.get(f"{row}-when{number}-values", "")),
            }


def _plain(row: Row) -> Row:
    plain = {name: row[name] for name in (*_OF_WORDS, "key", "kind", "required", "prefill")}
    if row["kind"] in OF_CHOICES:
        plain |= choices_in_lines(row["choices"], row["choices_en"])
    return with_conditions(plain | {"when": row["when"]})


def choices_in_lines(first: str, in_english: str) -> dict[str, list[str]]:
    """Return the choices with their English names, which stand in the same lines; an empty line is no choice."""
    lines = zip_longest(first.splitlines(), in_english.splitlines(), fillvalue="")
    pairs = [(one.strip(), other.strip()) for one, other in lines]
    kept = [pair for pair in pairs if pair[0]]
    more = [other for one, other in pairs if other and not one]  # without a choice: refused in words
    return {"choices": [one for one, _other in kept], "choices_en": [*(other for _one, other in kept), *more]}


def with_conditions(row: Row) -> Row:
    """Return a row whose conditions hold their values as lists."""
    return row | {"when": [one | {"values": split(one["values"], None)} for one in row["when"]]}


def _is_filled(row: Row) -> bool:
    return bool(any(row[name].strip() for name in (*_OF_WORDS, *_OF_LINES)) or row["when"])


def _empty(key: str) -> Row:
    words = dict.fromkeys((*_OF_WORDS, *_OF_LINES), "")
    return {**words, "key": key, "kind": Sort.TEXT.value, "required": False, "prefill": "", "when": []}


def with_room(when: list[Row]) -> list[Row]:
    """Return the conditions with an empty one to go on with."""
    return [*when, _NOTHING][:CONDITIONS]


def _joined(values: list[str]) -> str:
    return ("; " if any("," in value for value in values) else ", ").join(values)
