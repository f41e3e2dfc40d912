"""The editor of conditions: rows of a plain form, and the same in one sentence for lists and history."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from okno.automation.abouts import ABOUTS, About, Sort
from okno.automation.conditions import CONDITIONS, GROUPS, NONE

SPARE, SPARE_OF_NEW = 1, 3  # empty rows behind those of a group
SUGGESTED = 200
Json = list[dict[str, Any]]


class Rows(forms.Widget):
    """Reads the rows back; they are drawn by the template of the field."""

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], _name: str
    ) -> Json:
        """Return the groups as they were filled in, empty rows too."""
        return [
            {"fits": data.get(f"g{group}-fits", "all"), "of": list(_rows(data, f"g{group}"))}
            for group in range(GROUPS)
            if f"g{group}-0-about" in data
        ]


def _rows(data: Mapping[str, Any], group: str) -> Iterator[dict[str, Any]]:
    for place in range(CONDITIONS):
        row = f"{group}-{place}"
        if f"{row}-about" in data:
            yield {
                "about": str(data[f"{row}-about"]),
                "is_not": data.get(f"{row}-not") == "1",
                "values": str(data.get(f"{row}-values", "")),
                "name": str(data.get(f"{row}-name", "")),
            }


class ConditionsField(forms.Field):
    """Conditions as rows: what is asked, «is» or «is not», the values with commas between them."""

    widget = Rows
    template = "workspace/settings/conditions.html"

    def clean(self, value: Any) -> Json:
        """Return the conditions in their plain form, without the rows that were left empty."""
        groups = [
            group | {"of": [_plain(row) for row in group["of"] if _is_filled(row)]} for group in value or []
        ]
        return [group for group in groups if group["of"]]

    def groups(self, value: Any) -> list[dict[str, Any]]:
        """Return what the page shows: the rows that there are, and empty ones to go on with."""
        filled = [group | {"of": [row for row in group["of"] if _is_filled(row)]} for group in value or []]
        filled = [group for group in filled if group["of"]]
        spare = SPARE if filled else SPARE_OF_NEW
        shown = [*filled, {"fits": "all", "of": []}][:GROUPS]
        return [group | {"of": [*group["of"], *([EMPTY] * spare)][:CONDITIONS]} for group in shown]

    def suggested(self) -> list[tuple[str, list[str]]]:
        """Return the values that one may choose from, for each question that has such."""
        return [(name, _suggested(about)) for name, about in ABOUTS.items() if about.table or about.codes]

    def abouts(self) -> list[tuple[str, About]]:
        """Return the questions."""
        return list(ABOUTS.items())


EMPTY: dict[str, Any] = {"about": "", "is_not": False, "values": "", "name": ""}


def shown(plain: Json) -> Json:
    """Return plain conditions as the rows of the form hold them."""
    return [group | {"of": [_shown(one) for one in group["of"]]} for group in plain]


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    return EMPTY | one | {"values": _joined([_label(one["about"], value) for value in one["values"]])}


def sentence(plain: Json) -> str:
    """Return conditions in one line."""
    if not plain:
        return _("every ticket")
    groups = []
    for group in plain:
        between = _(" or ") if group["fits"] == "any" else _(" and ")
        told = between.join(condition_words(one) for one in group["of"])
        groups.append(f"({told})" if len(plain) > 1 and len(group["of"]) > 1 else told)
    return _(" and ").join(groups)


def condition_words(one: Mapping[str, Any]) -> str:
    """Return one condition in words: «Subject or text: printer, cartridge»."""
    about = ABOUTS[one["about"]]
    says = str(one.get("name") or about.says)
    values = ", ".join(_label(one["about"], str(value)) for value in one["values"])
    words = f"{says}: {values}" if values else says
    return _("not “%(condition)s”") % {"condition": words} if one["is_not"] else words


def _label(name: str, value: str) -> str:
    codes = ABOUTS[name].codes or {}
    return str(codes.get(value, value))


def _suggested(about: About) -> list[str]:
    if about.codes is not None:
        found = [str(label) for label in about.codes.values()]
    else:
        found = [str(row) for row in about.rows().filter(is_active=True)[:SUGGESTED]]
    return [*found, NONE] if about.may_be_none else found


def _is_filled(row: Mapping[str, Any]) -> bool:
    about = ABOUTS.get(row["about"])
    return bool(row["values"].strip() or (about is not None and about.sort is Sort.YES))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    about = ABOUTS.get(row["about"])
    values = [] if about is not None and about.sort is Sort.YES else split(row["values"], about)
    plain = {"about": row["about"], "is_not": row["is_not"], "values": values}
    return plain | {"name": row["name"]} if about is not None and about.is_named else plain


def split(text: str, about: About | None) -> list[str]:
    """Take values apart: at semicolons where there are any, else at commas; a name with a comma in it is one value."""
    whole = " ".join(text.split())
    is_row = about is not None and about.table is not None
    if about is not None and is_row and about.rows().filter(name__iexact=whole).exists():
        return [whole]
    parts = re.split(";" if ";" in text else "[,\n]", text)
    return [part.strip() for part in parts if part.strip()]


def _joined(values: list[str]) -> str:
    has_commas = len(values) > 1 and any("," in value for value in values)
    return ("; " if has_commas else ", ").join(values)
