"""Own requests that fit what somebody says: by the number, the subject, what was said in them, and whose turn it is."""

from typing import Any, Final

from okno.core.numbers import whole
from okno.desk import access
from okno.desk.models import State, Ticket
from okno.desk.search.words import spelling
from okno.people.models import Person
from okno.portal import finding
from okno.portal.fitting import BEGINS, BESIDE, Asked, Shelf, best, shelf
from okno.portal.standing import TITLES, badge_of, turn_of

READ: Final = 200
TALKS_READ: Final = 60  # of how many of them the conversation is looked through, the newest first
DIGITS: Final = 9  # of a number at most, as its column holds them
SAID: Final = ("pk", "subject", "state", "waiting_for", "approval", "part_of_id")


def open_ones(person: Person) -> Shelf[Any]:
    """Return the newest of the person's requests that are not closed, as much of each as is compared; one statement."""
    tickets = finding.listed(person).standing().exclude(state=State.CLOSED).select_related(None)
    rows = tickets.order_by("-changed_at", "-pk").values_list(*SAID, named=True)[:READ]
    return shelf(rows, lambda one: one.subject)


def fitting(person: Person, text: str, asked: Asked, tickets: Shelf[Any]) -> tuple[Ticket, ...]:
    """Return those that fit: one that is named by its number, even when it is closed, before all others; three statements."""
    talked = _talked(person, asked, [one.pk for one, _said in tickets.rows[:TALKS_READ]])
    labels = {label for label in {_label(one) for one, _said in tickets.rows} if _says(label, asked)}
    found = best(
        asked,
        tickets,
        talks=lambda one: range(len(asked)) if labels and _label(one) in labels else talked.get(one.pk, ()),
        comes_first=lambda one: turn_of(one) == "yours",
    )
    wanted = [one.pk for one in found]
    rows = finding.tickets_of(person).in_bulk(wanted) if wanted else {}
    every = {one.pk: one for one in (*_named(person, text), *(rows[pk] for pk in wanted))}
    return tuple(every.values())[:BESIDE]


def _named(person: Person, text: str) -> list[Ticket]:
    told = (whole(one.lstrip("№#").rstrip(".,;:?!"), digits=DIGITS) for one in text.split())
    numbers = {one for one in told if one is not None}
    if not numbers:
        return []
    return list(finding.tickets_of(person).filter(number__in=numbers).order_by("-number")[:BESIDE])


def _talked(person: Person, asked: Asked, tickets: list[int]) -> dict[int, set[int]]:
    """Return the places of the asked words that were said in each conversation."""
    return access.said_in(person, tickets, ["|".join(map(_pattern, sorted(one))) for one in asked])


def _pattern(stem: str) -> str:
    r"""Return what finds the stem at the beginning of a word, as PostgreSQL writes it: \m begins a word, \M ends it.

    A talk does not tell «ПО» from «по», so such a name is not looked for there.
    """
    if stem.isupper():
        return r"\m\M"
    return rf"\m{spelling(stem)}" + ("" if len(stem) >= BEGINS else r"\M")


def _says(label: str, asked: Asked) -> bool:
    """True where all the words are those of the label: «решено», «ждёт ответа»."""
    return all(shelf([label], str).stand_for(asked, mends=False))


def _label(ticket: Any) -> str:
    turn = turn_of(ticket)
    return f"{badge_of(ticket).words} {TITLES[turn] if turn == 'yours' else ''}"
