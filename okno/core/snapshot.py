"""One moment of the database for several statements: what is read together belongs together."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything inside as it was at one moment, whatever is committed meanwhile; nothing can be written.

    Inside of a running transaction nothing changes. Source: PostgreSQL, «Transaction Isolation», repeatable read.
    """
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        if not is_inner:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
