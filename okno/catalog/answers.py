"""What was answered to the questions of a form: checked, and told in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from okno.catalog.questions import Condition, Question, Sort, choice_of, label_of

Answers = dict[str, Any]
"""Key of a question → a text (a date as 2026-12-31), a list of texts, or true; what was not answered is not in it."""

LINE, LONG, NUMBER = 500, 20_000, 40  # signs at most
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass
class Checked:
    """The answers of the questions that are asked, and what is wrong with them, by key."""

    answers: Answers = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class _Wrong(Exception):
    pass


def check(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> Checked:
    """Return what was answered to those questions that are asked; what was given to others is left out.

    `given` holds what came with the form, a list for each question; to one about files the names of the files.
    """
    found = Checked()
    for question in questions:
        if not is_asked(question, found.answers):
            continue
        try:
            answer = _READ[Sort(question["kind"])](
                question, [_clean(one) for one in given.get(question["key"], ())]
            )
        except _Wrong as wrong:
            found.errors[question["key"]] = str(wrong)
            continue
        if answer:
            found.answers[question["key"]] = answer
        elif question.get("required"):
            found.errors[question["key"]] = _lacking(Sort(question["kind"]))
    return found


def is_asked(question: Question, answers: Answers) -> bool:
    """True where all conditions of the question hold for the answers before it."""
    return all(holds(one, answers) for one in question.get("when", ()))


def holds(condition: Condition, answers: Answers) -> bool:
    """True where the answer is one of the values, or is there at all where no values are named."""
    answer = answers.get(condition["about"])
    said = {
        str(one).casefold() for one in (answer if isinstance(answer, list) else [answer] if answer else [])
    }
    wanted = {value.casefold() for value in condition["values"]}
    return bool(said & wanted if wanted else said) is not condition["is_not"]


def lines(questions: Sequence[Question], answers: Answers) -> list[tuple[str, str]]:
    """Return what was answered as pairs of question and answer in words, in the order of the form."""
    return [(label_of(one), told(one, answers[one["key"]])) for one in questions if one["key"] in answers]


def told(question: Question, answer: Any) -> str:
    """Return one answer in the reader's words."""
    if question["kind"] == Sort.CONSENT:
        return _("agreed")
    if question["kind"] == Sort.DATE:
        return date_format(date.fromisoformat(answer), "DATE_FORMAT")
    given = answer if isinstance(answer, list) else [str(answer)]
    return ", ".join(choice_of(question, one) for one in given)


def as_text(questions: Sequence[Question], answers: Answers) -> str:
    """Return the whole as the text of a message: a line for each answer, longer ones below their question."""
    return "\n".join(
        f"{label}:\n{words}\n" if "\n" in words else f"{label}: {words}"
        for label, words in lines(questions, answers)
    ).strip()


def name_of(questions: Sequence[Question], answers: Answers) -> str:
    """Return the answer that tells one request from another in a list: the first person, object or line of text."""
    kinds: Final = (Sort.PERSON, Sort.OBJECT, Sort.TEXT)
    return next((str(answers[q["key"]]) for q in questions if q["kind"] in kinds and q["key"] in answers), "")


def _clean(words: str) -> str:
    return words.replace("\x00", "").encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()


def _lacking(sort: Sort) -> str:
    return {
        Sort.CHOICE: _("Please choose one."),
        Sort.SEVERAL: _("Please choose at least one."),
        Sort.FILE: _("Please add a file."),
        Sort.CONSENT: _("Without your consent we cannot take the request."),
    }.get(sort, _("Please fill this in."))


def _one(given: list[str], at_most: int) -> str:
    words = given[0] if given else ""
    if len(words) > at_most:
        raise _Wrong(_("That is too long: %(count)d signs at most.") % {"count": at_most})
    return words


def _line(_question: Question, given: list[str]) -> str:
    return " ".join(_one(given, LINE).split())


def _long(_question: Question, given: list[str]) -> str:
    return _one(given, LONG)


def _number(_question: Question, given: list[str]) -> str:
    words = "".join(_one(given, NUMBER).split()).replace(",", ".").replace("−", "-")
    if not words:
        return ""
    try:
        number = Decimal(words)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in words.lower() or "_" in words:
        raise _Wrong(_("Here a number is wanted, like 12 or 3.5."))
    return words


def _date(_question: Question, given: list[str]) -> str:
    words = _one(given, NUMBER)
    spoken = _DAY.fullmatch(words)
    try:
        if spoken:
            day, month, year = (int(part) for part in spoken.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(words).isoformat() if words else ""
    except ValueError:
        raise _Wrong(_("This is not a date; write it like 31.12.2026.")) from None


def _choice(question: Question, given: list[str]) -> str:
    return next(iter(_several(question, given[:1])), "")


def _several(question: Question, given: list[str]) -> list[str]:
    chosen = list(dict.fromkeys(filter(None, given)))
    if not set(chosen) <= set(question["choices"]):
        raise _Wrong(_("This choice is no longer offered; please choose again."))
    return [one for one in question["choices"] if one in chosen]


def _person(_question: Question, given: list[str]) -> str:
    words = " ".join(_one(given, LINE).split())
    for word in words.split():
        if "@" in word:
            try:
                validate_email(word.strip("<>(),;"))
            except ValidationError:
                raise _Wrong(_("The mail address looks wrong; please look once more.")) from None
    return words


def _object(question: Question, given: list[str]) -> str:
    return _choice(question, given) if question.get("choices") else _line(question, given)


def _files(_question: Question, given: list[str]) -> list[str]:
    return [name[:150] for name in given if name]


def _consent(_question: Question, given: list[str]) -> bool:
    return bool(given and given[0])


_READ = {
    Sort.TEXT: _line,
    Sort.LONG: _long,
    Sort.NUMBER: _number,
    Sort.DATE: _date,
    Sort.CHOICE: _choice,
    Sort.SEVERAL: _several,
    Sort.PERSON: _person,
    Sort.OBJECT: _object,
    Sort.FILE: _files,
    Sort.CONSENT: _consent,
}
