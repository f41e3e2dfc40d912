"""The dictionary of the posts: which words stand in them, so that a slip in one of these is forgiven."""

from typing import Final

from django.db import connection, transaction

from okno.community.models import Word
from okno.knowledge.search.spelling import lessened

AT_ONCE: Final = 20_000  # new words of one turn; the rest is the next one's
_LEARN = """
WITH standing AS MATERIALIZED (
    SELECT word, nentry FROM ts_stat('SELECT words FROM community_post WHERE standing = ''shown''')
    WHERE char_length(word) <= 64
), gone AS (
    DELETE FROM community_word WHERE NOT EXISTS (SELECT FROM standing WHERE word = term)
)
SELECT word FROM standing WHERE NOT EXISTS (SELECT FROM community_word WHERE term = word)
ORDER BY nentry DESC, word LIMIT %s
"""


@transaction.atomic
def learn_words() -> int:
    """Learn the words of shown posts that the dictionary lacks, and forget those that stand in none; returns how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [AT_ONCE])
        fresh = [Word(term=term, spelled=lessened(term)) for (term,) in cursor.fetchall()]
    Word.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
