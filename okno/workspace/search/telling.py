"""How the page tells what was understood: a chip for each condition, a hint for each part that was not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from okno.desk.models.ticket import LIVE, Approved, Kind, State, WaitingFor
from okno.desk.search.dates import Ahead, Span
from okno.desk.search.language import Asked, Condition, Puzzle, Term, Why, Words
from okno.desk.search.operators import (
    DEADLINES,
    FEW,
    ME,
    NOBODY,
    OVERDUE,
    SPELLED,
    UNCOUNTED,
    Operator,
    folded,
    meant_by,
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition as it was understood, and the search without it."""

    label: str
    value: str
    is_not: bool
    without: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence about what was not understood, and what one can press instead."""

    sentence: str
    offers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """An operator with a value, ready to be pressed."""

    text: str
    help: str | Promise
    url: str


_SENTENCES = {
    Why.UNKNOWN: gettext_lazy("Did not understand “%(said)s”: there is no such condition. Perhaps:"),
    Why.NO_VALUE: gettext_lazy("“%(said)s” waits for what follows, for example:"),
    Why.WRONG_VALUE: gettext_lazy("Did not understand “%(said)s”. There is:"),
    Why.TOO_MANY: gettext_lazy("This is too long; “%(said)s” was left out."),
}


_LABELS: dict[Operator, dict[str, str | Promise]] = {
    Operator.STATUS: dict(State.choices),
    Operator.KIND: {**dict(Kind.choices), "": gettext_lazy("none")},
    Operator.DOOR: {
        "mail": pgettext_lazy("channel", "mail"),
        "portal": pgettext_lazy("channel", "portal"),
        "chat": pgettext_lazy("channel", "chat"),
        "widget": pgettext_lazy("channel", "widget"),
    },
    Operator.WAITING: dict(WaitingFor.choices),
    Operator.APPROVAL: {**dict(Approved.choices), "": gettext_lazy("none")},
}


def chips(asked: Asked) -> list[Chip]:
    """Return the chips of the conditions, of the phrases, and of what must not occur."""
    return [
        Chip(*told, address(asked.without(term))) for term in asked.terms if (told := _told(term)) is not None
    ]


def hints_of(asked: Asked) -> list[Hint]:
    """Return a hint for each part that was not understood."""
    return [
        Hint(str(_SENTENCES[puzzle.why]) % {"said": puzzle.said}, tuple(_offers(asked, puzzle)))
        for puzzle in asked.puzzles
    ]


def examples() -> list[Example]:
    """Return an example of each operator in the reader's language."""
    return [Example(one.example, one.help, address(one.example)) for one in SPELLED.values()]


def address(text: str) -> str:
    """Return the address of a search."""
    return f"{reverse('workspace:search')}?{urlencode({'q': text})}"


def _offers(asked: Asked, puzzle: Puzzle) -> Iterator[tuple[str, str]]:
    for possible in puzzle.possible:
        said = f"-{possible}" if puzzle.said.startswith("-") else possible
        yield said, address(f"{asked.without(puzzle)} {said}".strip())


def _told(term: Term) -> tuple[str, str, bool] | None:
    if isinstance(term, Condition):
        return str(SPELLED[term.operator].label), _values(term), term.is_not
    if isinstance(term, Words) and (term.is_not or term.is_exact):
        label = _("Exactly") if term.is_exact else _("Word")
        return label, term.said.removeprefix("-").strip('"'), term.is_not
    return None


def _values(condition: Condition) -> str:
    if isinstance(condition.meant, Span):
        return _days(condition.meant)
    if isinstance(condition.meant, Ahead):
        hours = condition.meant.hours
        return ngettext("within %(count)d hour", "within %(count)d hours", hours) % {"count": hours}
    return ", ".join(_value(condition.operator, value) for value in condition.values)


def _value(operator: Operator, value: str) -> str:
    """Tell the words of which there are few in the reader's language, all others as they were typed."""
    said = folded(value)
    if operator in FEW:
        meant = meant_by(operator, value)
        return pgettext("status", "open") if meant == LIVE else str(_LABELS[operator][meant[0]])
    if operator in (Operator.OWNER, Operator.FROM) and said in ME:
        return _("me")
    if operator is Operator.OWNER and said in NOBODY:
        return _("nobody")
    if operator in DEADLINES and said in OVERDUE:
        return _("overdue")
    if operator in DEADLINES and said in UNCOUNTED:
        return _("unknown: it cannot be computed")
    return value


def _days(span: Span) -> str:
    since = date_format(span.since, "SHORT_DATE_FORMAT") if span.since else ""
    last = date_format(span.until - timedelta(days=1), "SHORT_DATE_FORMAT") if span.until else ""
    if since and last:
        return since if since == last else f"{since} – {last}"
    if since:
        return _("since %(day)s") % {"day": since}
    return _("until %(day)s") % {"day": last}
