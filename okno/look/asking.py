"""The questions of a form as a page shows them: on the portal and, while one writes them, in the settings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from okno.catalog.questions import OF_CHOICES, Question, Sort, choice_of, help_of, label_of, when_words

NAMED = "a-"  # before the key of a question in the names of a form's fields
LINES = {Sort.TEXT: "text", Sort.PERSON: "text", Sort.OBJECT: "text", Sort.NUMBER: "text", Sort.DATE: "date"}
WAYS = {Sort.NUMBER: "decimal", Sort.PERSON: "text", Sort.OBJECT: "text", Sort.TEXT: "text"}
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on its page: what stands in it, what is wrong, and in words when it is asked."""

    question: Question
    given: Sequence[str] = ()
    error: str = ""
    words: str = ""
    suggested: Sequence[str] = field(default=())

    @property
    def name(self) -> str:
        """The name of its field."""
        return NAMED + str(self.question["key"])

    @property
    def label(self) -> str:
        """What is asked."""
        return label_of(self.question)

    @property
    def hint(self) -> str:
        """The hint under it."""
        return help_of(self.question)

    @property
    def value(self) -> str:
        """The text in it."""
        return next(iter(self.given), "")

    @property
    def line(self) -> str:
        """The type of a field of one line; empty for all others."""
        return LINES.get(Sort(self.question["kind"]), "")

    @property
    def way(self) -> str:
        """Which keys a phone offers."""
        return WAYS.get(Sort(self.question["kind"]), "")

    @property
    def is_box(self) -> bool:
        """True where several may be chosen."""
        return bool(self.question["kind"] == Sort.SEVERAL)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What one chooses from, each with its words and whether it is chosen; none for questions of other kinds."""
        if self.question["kind"] not in OF_CHOICES:
            return []
        return [(one, choice_of(self.question, one), one in self.given) for one in self.question["choices"]]

    @property
    def objects(self) -> list[tuple[str, bool]]:
        """The objects of the organisation from which one chooses, with the one that is chosen."""
        of_objects = self.question["kind"] == Sort.OBJECT
        return [(one, one in self.given) for one in self.question.get("choices", ())] if of_objects else []

    @property
    def when(self) -> str:
        """Its conditions for the browser; empty where it is always asked."""
        return json.dumps(self.question["when"], ensure_ascii=False) if self.question.get("when") else ""


def asked(
    questions: Sequence[Question],
    given: Given,
    errors: Mapping[str, str] | None = None,
    people: Sequence[str] = (),
) -> list[Asked]:
    """Return the questions with what stands in their fields; `people` are offered where a person is asked for."""
    wrong = errors or {}
    return [
        Asked(
            one,
            given.get(one["key"], ()),
            wrong.get(one["key"], ""),
            when_words(one, questions),
            people if one["kind"] == Sort.PERSON else (),
        )
        for one in questions
    ]


def answered(questions: Sequence[Question], data: Any) -> dict[str, list[str]]:
    """Return what came with a form for each of its questions."""
    return {one["key"]: data.getlist(NAMED + one["key"])[:100] for one in questions}
