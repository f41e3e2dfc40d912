"""Where a ticket says what was asked: a piece of its newest message, or the name of a file, with the words marked.

Read from the messages themselves, so that what was hidden or called back is not shown by a copy of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from okno.desk.search.finding import Found
from okno.desk.search.words import SIGN, spelling

BEFORE, AROUND = 50, 220  # signs
LOOKED_THROUGH = 100  # messages of one ticket, the newest ones
SIGNS_OF_MESSAGE = 20_000

_FIND = """
SELECT ticket.id, found.kind, found.words, found.place > 1
FROM unnest(%s::bigint[]) AS ticket (id), LATERAL (
    SELECT kind, substr(words, greatest(1, place - %s), %s) AS words, greatest(1, place - %s) AS place
    FROM (
        SELECT kind, words, regexp_instr(words, %s, 1, 1, 0, 'i') AS place, turn FROM (
            (SELECT message.kind, left(message.text, %s) AS words, row_number() OVER () AS turn
             FROM desk_message message
             WHERE message.ticket_id = ticket.id AND message.undone_at IS NULL
             ORDER BY message.at DESC, message.id DESC LIMIT %s)
            UNION ALL
            (SELECT 'file', file.name, 1000000 FROM desk_attachment file
             JOIN desk_message message ON message.id = file.message_id
             WHERE message.ticket_id = ticket.id AND message.undone_at IS NULL AND file.redacted_at IS NULL
             ORDER BY file.id DESC LIMIT %s)
        ) texts
    ) looked
    WHERE looked.place > 0 ORDER BY turn LIMIT 1
) found
"""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text in parts, of which every second one is what was asked for; `kind` is a message's, or “file”."""

    kind: str
    parts: tuple[str, ...]
    is_cut: bool = False


def snippets(found: Found, tickets: Sequence[int]) -> dict[int, Snippet]:
    """Return the snippets of the tickets in whose messages or files the words occur, by one statement."""
    pattern = _pattern(found)
    if not pattern or not tickets:
        return {}
    marks = re.compile(pattern, re.IGNORECASE)
    place = (BEFORE, AROUND, BEFORE)
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            [
                list(tickets),
                *place,
                pattern.replace(SIGN, "[[:alnum:]]"),
                SIGNS_OF_MESSAGE,
                LOOKED_THROUGH,
                LOOKED_THROUGH,
            ],
        )
        rows = cursor.fetchall()
    return {pk: Snippet(kind, _parts(words, marks, is_cut=cut), cut) for pk, kind, words, cut in rows}


def _pattern(found: Found) -> str:
    """Return the expression that finds any of the words as Python writes it; PostgreSQL has another name for SIGN."""
    going_on = {stem for stem, goes_on in found.stems if goes_on}
    written = [
        spelling(stem, has_endings=True, goes_on=stem in going_on)
        for stem, goes_on in found.stems
        if goes_on or stem not in going_on
    ]
    written += [spelling(word) for word in found.exact]
    return f"(?<!{SIGN})(?:{'|'.join(written)})(?!{SIGN})" if written else ""


def _parts(words: str, marks: "re.Pattern[str]", *, is_cut: bool) -> tuple[str, ...]:
    """Cut the text into what was asked for and what stands between; a word that is cut in two is left out."""
    if is_cut:
        words = words.partition(" ")[2] or words
    text = " ".join(words.split())
    places = [0, *(side for found in marks.finditer(text) for side in found.span()), len(text)]
    return tuple(text[start:end] for start, end in pairwise(places))
