from django.db import connection, transaction
from django.utils import timezone

from okno.core import clock
from okno.core.text import one_line
from okno.knowledge.gathering.masking import masked

WORDS_A_DAY = 2000  # different ones; a flood of searches is no knowledge
SHORTEST = 3  # signs

_COUNT = """
INSERT INTO knowledge_vain (day, words, empty, asked)
SELECT %(day)s, %(words)s, %(empty)s, %(asked)s
WHERE (SELECT count(*) FROM knowledge_vain WHERE day = %(day)s) < %(most)s
ON CONFLICT (day, words) DO UPDATE
SET empty = knowledge_vain.empty + excluded.empty, asked = knowledge_vain.asked + excluded.asked
"""


@transaction.atomic
def note_vain(text: str, *, is_asked: bool = False) -> None:
    """Count words for which somebody found no answer, or went on to ask us: without personal data, without who it was."""
    words = one_line(masked(text), 200).casefold()
    if len(words) < SHORTEST:
        return
    day = timezone.localdate(clock.now())
    with connection.cursor() as cursor:
        counts = {"empty": int(not is_asked), "asked": int(is_asked), "most": WORDS_A_DAY}
        cursor.execute(_COUNT, {"day": day, "words": words, **counts})
