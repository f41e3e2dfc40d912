"""The editor of the steps of an approval, as rows of a plain form; what comes after “Send”, in words."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from okno.catalog import approvals
from okno.catalog.approvals import DEFAULTS, STEPS, Late, Rule, Whom
from okno.core.refusals import BadInput
from okno.desk.matters import ahead
from okno.workspace.settings.questions import conditions_in, with_conditions, with_room

Row = dict[str, Any]
NOT_HOURS = -1  # refused in words, as any number that is too small
_HOURS = re.compile(r"[0-9]{1,5}")
SPARE = 1  # empty rows behind the filled ones


class StepRows(forms.Widget):
    """Reads the rows of steps back; they are drawn by the template of the field."""

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], _name: str
    ) -> list[Row]:
        """Return the rows as they were filled in."""
        return [_row(data, f"s{n}") for n in range(STEPS + SPARE) if f"s{n}-name" in data]


class StepsField(forms.Field):
    """The steps of an approval."""

    widget = StepRows
    template = "workspace/settings/approval.html"

    def clean(self, value: Any) -> list[Row]:
        """Return the steps in their plain form, without the rows that were left empty."""
        return [plain(row) for row in value or [] if _is_filled(row)]

    def rows(self, value: Any) -> list[Row]:
        """Return what the page shows: the steps, and an empty row to go on with."""
        filled = [row for row in value or [] if _is_filled(row)]
        rows = [*filled, *([_empty()] * SPARE)][:STEPS]
        return [
            row
            | {"field": f"s{place}", "number": place + 1, "when": with_room(row["when"])}
            | {"whom": [(one.value, one.label, one.value in row["whom"]) for one in Whom]}
            for place, row in enumerate(rows)
        ]

    @property
    def rules(self) -> list[tuple[str, Any]]:
        """How many have to agree."""
        return list(Rule.choices)

    @property
    def lates(self) -> list[tuple[str, Any]]:
        """What happens when the hours are over."""
        return list(Late.choices)


def shown(kept: list[Row]) -> list[Row]:
    """Return kept steps as the rows of the editor hold them."""
    return [
        one
        | {
            "people": ", ".join(one["people"]),
            "substitute": one["substitute"] or "",
            "hours": one["hours"] or "",
        }
        | {"when": [row | {"values": "; ".join(row["values"])} for row in one["when"]]}
        for one in approvals.told(kept)
    ]


def plain(row: Row) -> Row:
    """Return one filled row in the plain form of files."""
    hours, people = str(row["hours"]).strip(), re.split(r"[\s,;]+", row["people"])
    return with_conditions(
        row
        | {"people": [mail for mail in people if mail], "substitute": row["substitute"] or None}
        | {"hours": (int(hours) if _HOURS.fullmatch(hours) else NOT_HOURS) if hours else None}
    )


def after_send(steps: list[Row], questions: list[Row]) -> dict[str, Any]:
    """Return what comes after “Send”, step by step, or in a sentence why it cannot be so."""
    try:
        kept = approvals.meant(steps)
        approvals.check(kept, questions)
    except BadInput as wrong:
        return {"approval_wrong": str(wrong)}
    return {"approval": ahead(kept, questions)}


def told(plain_steps: list[Row]) -> str:
    """Return the steps in one line, for lists and history."""
    lines = []
    for one in plain_steps:
        step = {**DEFAULTS, **one}
        about = [approvals.whom_words(step, step["people"]), approvals.hours_words(step["hours"])]
        about += [str(Rule(step["rule"]).label), str(Late(step["late"]).label) if step["hours"] else ""]
        words = "; ".join(filter(None, about))
        lines.append(f"{step['name']} ({words})" if step["name"] else words)
    return " → ".join(lines)


def _row(data: Mapping[str, Any], row: str) -> Row:
    whom = data.getlist(f"{row}-whom") if hasattr(data, "getlist") else []
    return {
        "name": str(data[f"{row}-name"]).strip(),
        "whom": [str(one) for one in whom],
        "people": str(data.get(f"{row}-people", "")).strip()[:4000],
        "rule": str(data.get(f"{row}-rule", Rule.ANY)),
        "hours": str(data.get(f"{row}-hours", "")).strip(),
        "late": str(data.get(f"{row}-late", Late.REMIND)),
        "substitute": str(data.get(f"{row}-substitute", "")).strip(),
        "when": list(conditions_in(data, row)),
    }


def _is_filled(row: Row) -> bool:
    return bool(row["name"] or row["whom"] or row["people"] or row["when"])


def _empty() -> Row:
    return {**DEFAULTS, "people": "", "hours": "", "substitute": ""}
