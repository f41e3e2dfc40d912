"""Own requests that fit what somebody says: by the number, the subject, what was said in them, and whose turn it is."""

from collections.abc import Sequence
from typing import Final

from okno.core.numbers import whole
from okno.desk import access
from okno.desk.models import State, Ticket
from okno.desk.search.words import spelling, words
from okno.people.models import Person
from okno.portal import finding
from okno.portal.fitting import BEGINS, BESIDE, Asked, best, standing_for
from okno.portal.standing import TITLES, badge_of, turn_of

READ: Final = 200
TALKS_READ: Final = 60  # of how many of them the conversation is looked through, the newest first
DIGITS: Final = 10


def open_ones(person: Person) -> list[Ticket]:
    """Return the newest of the person's requests that are not closed; one statement."""
    tickets = finding.listed(person).standing().exclude(state=State.CLOSED)
    return list(tickets.order_by("-changed_at", "-pk")[:READ])


def fitting(person: Person, text: str, asked: Asked, tickets: Sequence[Ticket]) -> tuple[Ticket, ...]:
    """Return those that fit: one that is named by its number, even when it is closed, before all others; two statements."""
    named = _named(person, text)
    talked = _talked(person, asked, tickets)
    labels = _labels(asked, tickets)
    found = best(
        asked,
        tickets,
        lambda one: one.subject,
        talks=lambda one: range(len(asked)) if _label(one) in labels else talked.get(one.pk, ()),
        comes_first=lambda one: turn_of(one) == "yours",
    )
    return tuple({one.pk: one for one in (*named, *found)}.values())[:BESIDE]


def _named(person: Person, text: str) -> list[Ticket]:
    asked = (whole(one.lstrip("№#").rstrip(".,;:?!"), digits=DIGITS) for one in text.split())
    numbers = {number for number in asked if number is not None}
    if not numbers:
        return []
    return list(finding.tickets_of(person).filter(number__in=numbers).order_by("-number")[:BESIDE])


def _talked(person: Person, asked: Asked, tickets: Sequence[Ticket]) -> dict[int, set[int]]:
    """Return the places of the asked words that were said in each conversation."""
    patterns = ["|".join(map(_pattern, sorted(one))) for one in asked]
    return access.said_in(person, [one.pk for one in tickets[:TALKS_READ]], patterns)


def _pattern(stem: str) -> str:
    r"""Return what finds the stem at the beginning of a word, as PostgreSQL writes it: \m begins a word, \M ends it."""
    return rf"\m{spelling(stem)}" + ("" if len(stem) >= BEGINS else r"\M")


def _labels(asked: Asked, tickets: Sequence[Ticket]) -> set[str]:
    """Return the labels of whose turn it is that have all of the words: «решено», «ваша очередь»."""
    every = {_label(one) for one in tickets}
    return {label for label in every if all(standing_for(asked, set(words(label)), mends=False))}


def _label(ticket: Ticket) -> str:
    turn = turn_of(ticket)
    return f"{badge_of(ticket).words} {TITLES[turn] if turn == 'yours' else ''}"
