"""The desk's usual words for each letter that leaves by itself, and the names in braces that may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from okno.desk.models import ASKING, Occasion

USUAL: Final[Mapping[str, str | Promise]] = {
    Occasion.RECEIVED: _(
        "Hello!\n\nYour request is accepted. Its number is {number}.\n\nWe take it in hand by {taken by}.\n"
        "We plan to solve it by {solved by}.\n\nTo add something, simply reply to this letter."
    ),
    Occasion.TAKEN: _(
        "Hello!\n\nYour request № {number} is in work.\n“{subject}”\n\nIt is in the hands of: {agent}.\n"
        "We plan to solve it by {solved by}."
    ),
    Occasion.WAITING: _(
        "Hello!\n\nWe need your answer to go on with your request № {number}.\n“{subject}”\n\n{reason}\n\n"
        "Simply reply to this letter."
    ),
    Occasion.SOLVED: _(
        "Hello!\n\nWe think that your request № {number} is solved.\n“{subject}”\n\n"
        "If we hear nothing, we close it after {silence}."
    ),
    Occasion.CLOSED: _(
        "Hello!\n\nYour request № {number} is closed.\n“{subject}”\n\n{reason}\n\n"
        "If the matter is not settled, simply reply to this letter and we take it up again."
    ),
    Occasion.APPROVAL: _(
        "Hello!\n\nRequest № {number} waits for your approval.\n“{subject}”\n\n{question}\n\n"
        "Who asks: {requester}\nOrganisation: {organisation}\nWho asks you: {colleague}\n"
        "Time for the work: {work}\nAn answer is wanted by: {answer by}"
    ),
    Occasion.INSTEAD: _(
        "Hello!\n\nRequest № {number} waits for your approval.\n“{subject}”\n\nWhy you: {why you}.\n\n{question}\n\n"
        "Who asks: {requester}\nOrganisation: {organisation}\nWho asks you: {colleague}\n"
        "Time for the work: {work}\nAn answer is wanted by: {answer by}"
    ),
    Occasion.REMINDED: _(
        "Hello!\n\nWe remind you: your decision about request № {number} is still waited for.\n“{subject}”\n\n"
        "Why you: {why you}.\n\n{question}\n\n"
        "Who asks: {requester}\nOrganisation: {organisation}\nWho asks you: {colleague}\n"
        "Time for the work: {work}\nAn answer is wanted by: {answer by}"
    ),
    Occasion.REFUSED: _(
        "Hello!\n\nYour request № {number} was not approved, so we do not begin the work.\n“{subject}”\n\n"
        "Decided by: {decided by}\n{reason}\n\n"
        "If things look different, simply reply to this letter: the request opens again."
    ),
}

_ASKING: Final = frozenset(ASKING)
_STEPS: Final = frozenset(Occasion) - _ASKING - {Occasion.REFUSED}
_TOLD: Final = _STEPS | {Occasion.REFUSED}
_ALL: Final = frozenset(Occasion)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that may stand in braces, in Russian and in English, what it becomes, and in which letters."""

    russian: str
    english: str
    meaning: str | Promise
    letters: frozenset[Occasion]


# What a stranger may have chosen does not stand in the confirmation of receipt, whose address nobody has proved (SEC-28).
_KNOWN: Final = _ALL - {Occasion.RECEIVED}
THEIRS: Final = frozenset({"subject", "first name"})

VARIABLES: Final = (
    Variable("номер", "number", _("the number of the ticket"), _ALL),
    Variable("тема", "subject", _("the subject of the ticket"), _KNOWN),
    Variable("имя", "first name", _("the first word of the reader's name"), _KNOWN),
    Variable("услуга", "service", _("the service"), _TOLD),
    Variable("критичность", "priority", _("the priority"), _TOLD),
    Variable("специалист", "agent", _("who has the ticket"), _STEPS),
    Variable("фиксация до", "taken by", _("until when it is taken in hand"), _STEPS),
    Variable("решение до", "solved by", _("until when it is solved"), _STEPS),
    Variable("молчание", "silence", _("after how many working days without an answer it is closed"), _STEPS),
    Variable("причина", "reason", _("why it waits, was closed or was not approved"), _TOLD),
    Variable(
        "решил", "decided by", _("who has refused; nobody where silence did"), frozenset({Occasion.REFUSED})
    ),
    Variable("заявитель", "requester", _("whose request it is"), _ASKING),
    Variable("организация", "organisation", _("the requester's organisation"), _ASKING),
    Variable(
        "вопрос", "question", _("what a colleague of yours has asked; nothing where the form asks"), _ASKING
    ),
    Variable("спрашивает", "colleague", _("which colleague of yours has asked it"), _ASKING),
    Variable("срок работ", "work", _("how long the work takes once it is approved"), _ASKING),
    Variable("ответ до", "answer by", _("until when the decision is wanted"), _ASKING),
    Variable("почему вы", "why you", _("in whose place the reader is asked, and why"), _ASKING),
    Variable("компания", "company", _("what your organisation is called"), _ALL),
)


def variables(occasion: str) -> list[Variable]:
    """Return which names may stand in the letter about this step."""
    return [one for one in VARIABLES if occasion in one.letters]


def names(occasion: str) -> frozenset[str]:
    """Return these names in both languages."""
    return frozenset(name for one in variables(occasion) for name in (one.russian, one.english))
