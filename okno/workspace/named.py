"""Tickets and people by a few letters in whichever layout, or by a number: for the palette, and for fields that name one."""

from django.utils import timezone

from okno.desk import access
from okno.desk.models import Ticket
from okno.desk.search import finding
from okno.desk.search.language import number_in, parse
from okno.desk.search.layouts import other_layout
from okno.people.models import Person
from okno.workspace.people import finding as folk

AT_MOST = 16
FEWEST_LETTERS = 2


def tickets(reader: Person, words: str) -> list[Ticket]:
    """Return the tickets that the reader may see and that are meant, the best first; the one of a number alone."""
    number = number_in(words)
    if number is not None:
        return list(access.tickets_for(reader).filter(number=number))
    for asked in (words, other_layout(words)):
        if len(asked) < FEWEST_LETTERS:
            break
        try:
            with finding.in_time():
                found = list(finding.find(reader, parse(asked, timezone.localdate())).tickets[:AT_MOST])
        except finding.TooSlow:
            return []
        if found:
            return found
    return []


def people(reader: Person, words: str) -> list[Person]:
    """Return the people of whom the reader may know and who are meant, as in a telephone book."""
    for asked in (words, other_layout(words)):
        found = list(folk.people(reader, asked)[:AT_MOST]) if len(asked) >= FEWEST_LETTERS else []
        if found:
            return found
    return []
