"""The one door through which words leave a table that is append-only otherwise: erasure at a person's wish (152-ФЗ, article 21).

The triggers of such tables look for this mark, and even then let only words go: who did what and when stays as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_MARK = "SELECT set_config('okno.erasing', %s, true)"


@contextmanager
def erasing() -> Iterator[None]:
    """Let words be taken out of append-only rows inside of this block of the running transaction."""
    assert connection.in_atomic_block, "the mark lasts as long as a transaction"
    with connection.cursor() as cursor:
        cursor.execute(_MARK, ["on"])
    yield
    # Not in a `finally`: where the block has failed the transaction is over, and the mark with it.
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [""])
