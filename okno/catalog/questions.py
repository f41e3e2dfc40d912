"""The questions of a form as they are kept, and what is refused. Pure.

A question is a plain dict: key, kind, label, and where they say something help, required, choices, prefill and `when`, the
conditions under which it is asked. `label_en`, `help_en` and `choices_en` (one for each choice, empty where it has none) are
what a reader of English is shown; answers and conditions hold the choices of the first language alone. A condition speaks of
a question that stands earlier, so one walk from the first to the last decides which are asked, and a circle cannot be made.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.naming import named
from okno.core.refusals import BadInput

Question = dict[str, Any]
Condition = dict[str, Any]
"""{"about": the key of an earlier question, "is_not": bool, "values": [any of these]}; without values: it has an answer."""

QUESTIONS: Final = 40
CHOICES, CHOICE_SIGNS = 60, 120
LABEL_SIGNS, HELP_SIGNS, CONDITIONS = 200, 500, 5
_MORE_WORDS: Final = {"help": HELP_SIGNS, "label_en": LABEL_SIGNS, "help_en": HELP_SIGNS}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")


class Sort(TextChoices):
    """What is answered to a question."""

    TEXT = "text", gettext_lazy("a line of text")
    LONG = "long", gettext_lazy("a longer text")
    NUMBER = "number", gettext_lazy("a number")
    DATE = "date", gettext_lazy("a date")
    CHOICE = "choice", gettext_lazy("one of several choices")
    SEVERAL = "several", gettext_lazy("any of several choices")
    PERSON = "person", gettext_lazy("a person: name or mail address")
    OBJECT = "object", gettext_lazy("an object of the organisation")
    FILE = "file", gettext_lazy("files")
    CONSENT = "consent", gettext_lazy("a consent: a box to tick")


class Prefill(TextChoices):
    """What of the person who asks is filled in beforehand."""

    NAME = "name", gettext_lazy("the name of the person who asks")
    MAIL = "mail", gettext_lazy("the mail address of the person who asks")
    PHONE = "phone", gettext_lazy("the phone of the person who asks")
    ORGANISATION = "organisation", gettext_lazy("the organisation of the person who asks")


OF_CHOICES = (Sort.CHOICE, Sort.SEVERAL)
OF_WORDS = (Sort.TEXT, Sort.LONG, Sort.PERSON)


class BadQuestion(BadInput):
    """A question that cannot be asked; the sentence says which one and why, `place` is its place from one."""


def meant(plain: Any) -> list[Question]:
    """Return questions as they are kept; raises BadQuestion."""
    if not isinstance(plain, list) or not all(isinstance(one, dict) for one in plain):
        raise BadQuestion(_("This part of the file is built otherwise than it should be."), field="questions")
    if len(plain) > QUESTIONS:
        words = _("A form has %(count)d questions at most.") % {"count": QUESTIONS}
        raise BadQuestion(words, field="questions")
    taken = {str(one.get("key", "")) for one in plain}
    kept: list[Question] = []
    for place, one in enumerate(plain, start=1):
        try:
            kept.append(_question(one, kept, taken))
            _conditions(kept[-1], one.get("when"), kept[:-1], plain[place:])
        except BadInput as wrong:
            words = _("Question %(place)d: %(wrong)s") % {"place": place, "wrong": wrong}
            raise BadQuestion(words, field="questions", place=place) from None
    return kept


def with_objects(questions: Sequence[Question], objects: Sequence[str]) -> list[Question]:
    """Return the questions with what one chooses from where an object of the organisation is asked for.

    An organisation without objects is asked for the name of one.
    """
    return [{**one, "choices": list(objects)} if one["kind"] == Sort.OBJECT else one for one in questions]


def fresh_key(taken: set[str]) -> str:
    """Return a key that no question has, and take it."""
    number = next(number for number in range(1, len(taken) + 2) if f"q{number}" not in taken)
    taken.add(f"q{number}")
    return f"q{number}"


def label_of(question: Question) -> str:
    """Return what is asked, in the reader's language."""
    return named(question["label"], question.get("label_en", ""))


def help_of(question: Question) -> str:
    """Return the hint under the question, in the reader's language."""
    return named(question.get("help", ""), question.get("help_en", ""))


def choice_of(question: Question, value: str) -> str:
    """Return what a choice is called in the reader's language; what is none of the choices stays as it is."""
    in_english = dict(zip(question.get("choices", ()), question.get("choices_en", ()), strict=False))
    return named(value, in_english.get(value, ""))


def condition_words(condition: Condition, questions: Sequence[Question]) -> str:
    """Return a condition in words: «Нужен ноутбук»: да, or that it has an answer."""
    about = next((one for one in questions if one["key"] == condition["about"]), None)
    values = [choice_of(about, one) if about else one for one in condition["values"]]
    words = {
        "question": label_of(about) if about else "—",
        "values": _(" or ").join(_("“%(value)s”") % {"value": value} for value in values),
    }
    if not condition["values"]:
        return (
            _("“%(question)s” is left empty") if condition["is_not"] else _("“%(question)s” is filled in")
        ) % words
    return (
        _("“%(question)s” is not %(values)s") if condition["is_not"] else _("“%(question)s” is %(values)s")
    ) % words


def when_words(question: Question, questions: Sequence[Question]) -> str:
    """Return in words under which conditions a question is asked; empty where it always is."""
    return _(" and ").join(condition_words(one, questions) for one in question.get("when", ()))


def _question(one: Mapping[str, Any], before: list[Question], taken: set[str]) -> Question:
    label = _words(one.get("label"), LABEL_SIGNS)
    if not label:
        raise BadInput(_("it has no words."))
    if label.casefold() in {known["label"].casefold() for known in before}:
        raise BadInput(_("there is one already that is called so."))
    if one.get("kind") not in Sort.values:
        raise BadInput(_("there is no such kind of question."))
    sort = Sort(one["kind"])
    if sort is Sort.FILE and any(known["kind"] == Sort.FILE for known in before):
        raise BadInput(_("one question about files is enough: several files can be added to it."))
    kept: Question = {"key": _key(one, before, taken), "kind": sort.value, "label": label}
    more = {name: _words(one.get(name), at_most) for name, at_most in _MORE_WORDS.items()}
    kept |= {name: words for name, words in more.items() if words}
    if one.get("required") is True:
        kept["required"] = True
    if sort in OF_CHOICES:
        kept |= _choices_of(one)
    if (prefill := one.get("prefill")) and sort in OF_WORDS:
        if prefill not in Prefill.values:
            raise BadInput(_("there is nothing like this to fill in beforehand."))
        kept["prefill"] = prefill
    return kept


def _key(one: Mapping[str, Any], before: list[Question], taken: set[str]) -> str:
    key = str(one.get("key") or "") or fresh_key(taken)
    if not _KEY.fullmatch(key):
        raise BadInput(_("its key is not of Latin letters and digits."))
    if key in {known["key"] for known in before}:
        raise BadInput(_("another question has this key."))
    return key


def _choices_of(one: Mapping[str, Any]) -> Question:
    choices = choices_meant(one.get("choices"))
    in_english = choices_in_english(one.get("choices_en"), len(choices))
    return {"choices": choices} | ({"choices_en": in_english} if in_english else {})


def choices_meant(given: Any) -> list[str]:
    """Return choices as they are kept; raises BadInput where there are none, too many or the same ones."""
    if not isinstance(given, list) or len(given) > CHOICES:
        raise BadInput(_("there are %(count)d choices at most.") % {"count": CHOICES})
    choices = [words for one in given if (words := _words(one, CHOICE_SIGNS))]
    if len({one.casefold() for one in choices}) < len(choices):
        raise BadInput(_("a choice stands there twice."))
    if not choices:
        raise BadInput(_("there is nothing to choose from."))
    return choices


def choices_in_english(given: Any, count: int) -> list[str]:
    """Return one English name for each of so many choices, empty where it has none; nothing where none has. Raises BadInput."""
    names = names_meant(given)
    if len(names) > count:
        raise BadInput(_("there are more choices in English than in the first language."))
    return [*names, *[""] * (count - len(names))] if names else []


def names_meant(given: Any) -> list[str]:
    """Return English names of choices, empty where one has none, without the empty ones at the end; raises BadInput."""
    if given is not None and not isinstance(given, list):
        raise BadInput(_("here words are wanted."))
    names = [_words(one, CHOICE_SIGNS) for one in (given or [])[: CHOICES + 1]]
    filled = [name.casefold() for name in names if name]
    if len(set(filled)) < len(filled):
        raise BadInput(_("a choice stands there twice."))
    while names and not names[-1]:
        names.pop()
    return names


def _conditions(question: Question, given: Any, before: list[Question], after: Sequence[Any]) -> None:
    if not given:
        return
    if (
        not isinstance(given, list)
        or len(given) > CONDITIONS
        or not all(isinstance(one, dict) for one in given)
    ):
        raise BadInput(_("it has %(count)d conditions at most.") % {"count": CONDITIONS})
    question["when"] = [condition(one, before, after, question["key"]) for one in given]


def condition(
    one: Mapping[str, Any], before: Sequence[Question], after: Sequence[Any] = (), own: str = ""
) -> Condition:
    """Return a condition as it is kept; it may speak of the questions before it alone. Raises BadInput."""
    about, values = str(one.get("about") or ""), one.get("values", [])
    known = next((question for question in before if question["key"] == about), None)
    if known is None:
        raise BadInput(_unknown(about, own, after))
    if not isinstance(values, list) or len(values) > CHOICES:
        raise BadInput(_("there are %(count)d choices at most.") % {"count": CHOICES})
    clean = [words for value in values if (words := _words(value, CHOICE_SIGNS))]
    if known["kind"] in OF_CHOICES:
        offered = {choice.casefold(): choice for choice in known["choices"]}
        for value in clean:
            if value.casefold() not in offered:
                words = _("“%(question)s” has no choice “%(value)s”.")
                raise BadInput(words % {"question": known["label"], "value": value})
        clean = [offered[value.casefold()] for value in clean]
    elif clean and known["kind"] in (Sort.FILE, Sort.CONSENT):
        words = _("“%(question)s” can only be asked for having an answer; leave the values empty.")
        raise BadInput(words % {"question": known["label"]})
    return {"about": about, "is_not": one.get("is_not") is True, "values": clean}


def _unknown(about: str, own: str, after: Sequence[Any]) -> str:
    """Return what is wrong with a condition about a question that does not stand before this one."""
    if about == own:
        return _("its condition speaks of itself.")
    later = {str(one.get("key")): one for one in after if isinstance(one, dict)}
    if about not in later:
        return _("its condition speaks of a question that is not there.")
    words = {"question": str(later[about].get("label", about))[:LABEL_SIGNS]}
    if _leads_to(about, own, later):
        return _("its condition and that of “%(question)s” form a circle.") % words
    return _("its condition speaks of “%(question)s”, which stands later; move it up.") % words


def _leads_to(start: str, goal: str, later: Mapping[str, Any]) -> bool:
    """True where the conditions of a later question lead back to the one that asks."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        key = ahead.pop()
        if key == goal:
            return True
        if key in seen or key not in later:
            continue
        seen.add(key)
        when = later[key].get("when")
        ahead += (
            [str(one.get("about")) for one in when if isinstance(one, dict)] if isinstance(when, list) else []
        )
    return False


def _words(value: Any, at_most: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(_("here words are wanted."))
    words = " ".join(value.replace("\x00", "").encode("utf-8", "ignore").decode().split())
    if len(words) > at_most:
        raise BadInput(
            _("“%(words)s…” is longer than %(count)d signs.") % {"words": words[:40], "count": at_most}
        )
    return words
