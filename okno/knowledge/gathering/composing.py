"""The beginning of an article, put together from a question and the answers that solved it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from okno.desk.search.words import words
from okno.knowledge.gathering.masking import masked

ANSWERS = 3  # that differ from one another
SAME = 0.6  # share of common words from which on two answers say the same
QUESTION_AT_MOST, ANSWER_AT_MOST = 1200, 4000  # signs
SHORTEST = 25  # signs; a shorter answer is «Готово»
_GREETING = re.compile(
    r"\s*(?:здравствуйте|добр(?:ый|ое|ого)\s+(?:день|утро|вечер|дня)|приветствую|привет|уважаем\w+|hello|hi|dear|good\s+\w+)"
    r"[^\n.!,]{0,60}[.!,]*\s*",
    re.IGNORECASE,
)
# «[имя], …» of a reply that begins with a name.
_CALLED = re.compile(r"(?<!\s)\s*+\[[^\]\n]{1,20}\]\s*+[,!.]\s*")
_FAREWELL = re.compile(
    r"^\s*(?:--\s*$|с\s+уважением|всего\s+доброго|хорошего\s+дня|спасибо\s+за\s+обращение|заранее\s+(?:спасибо|благодар)|"
    r"(?:best|kind)\s+regards|regards|sincerely|thank\s+you)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said in one ticket: the question, the answer that solved it, and who took part."""

    subject: str
    question: str
    answer: str
    names: Sequence[str]


def title_of(told: Sequence[Told]) -> str:
    """Return what the article may be called: the subject of the first ticket."""
    said = masked(told[0].subject, told[0].names)
    return _without_greeting(said) or said


def composed(told: Sequence[Told]) -> str:
    """Return the text of a draft: the question as it is asked, then the answers that differ, the best first."""
    questions = [one for one in (_bare(one.question, one.names, QUESTION_AT_MOST) for one in told) if one]
    lines = [_quoted(questions[0])] if questions else []
    answers = _different([_bare(one.answer, one.names, ANSWER_AT_MOST) for one in told])
    if answers:
        lines.append("## " + pgettext("heading of an article", "What to do"))
        lines.append(answers[0])
    for answer in answers[1:]:
        lines += ["## " + _("If that did not help"), answer]
    return "\n\n".join(lines)


def _bare(text: str, names: Sequence[str], at_most: int) -> str:
    """Return words without the greeting, the farewell and what is personal; Markdown signs of theirs are only signs."""
    said = masked(text[: 2 * at_most].replace("\r\n", "\n"), names)
    end = _FAREWELL.search(said)
    said = said[: end.start()] if end else said
    said = re.sub(r"(?m)^(\s*)(#+)", r"\1\\\2", _without_greeting(said))
    return said[:at_most].rstrip()


def _without_greeting(said: str) -> str:
    """Return the words behind a greeting and the name of the one who is greeted."""
    for opening in (_GREETING, _CALLED):
        if found := opening.match(said):
            said = said[found.end() :]
    said = said.strip()
    return said[:1].upper() + said[1:]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _different(answers: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for answer in answers:
        if len(answer) < SHORTEST or any(_likeness(answer, other) >= SAME for other in kept):
            continue
        kept.append(answer)
        if len(kept) == ANSWERS:
            break
    return kept or [answer for answer in answers if answer][:1]


def _likeness(one: str, other: str) -> float:
    a, b = set(words(one)), set(words(other))
    return len(a & b) / len(a | b) if a | b else 1.0
