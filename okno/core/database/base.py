"""Django's PostgreSQL for a desk whose database may restart under it: dead connections of the pool are thrown away at once.

Django lets psycopg's pool look whether a connection lives; the pool then waits 1, 2, 4 … seconds after each dead one.
A restart leaves a pool full of dead ones, so every page would wait ten seconds and fail, again and again (REL-19).
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

STATEMENTS = 400  # prepared ones of a connection; a hundred, as psycopg has it, forgets those of one ticket before the next


class DatabaseWrapper(base.DatabaseWrapper):
    """The same in all but one: whoever wants a connection looks itself whether it lives, and takes the next."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that lives; each dead one is removed, and when none is left a new one is made."""
        pool = self.pool
        for _ in range(pool.max_size if pool else 0):
            connection = super().get_new_connection(conn_params)
            try:
                pool.check_connection(connection)
            except psycopg.Error:
                pool.putconn(connection)
            else:
                connection.prepared_max = STATEMENTS
                return connection
        return super().get_new_connection(conn_params)
