"""What of the pool of connections is lent just now."""

from django.db import connections


def connections_in_use() -> int:
    """Return how many connections somebody holds, or are just being made; those of the test are among them."""
    stats = connections["default"].pool.get_stats()
    return int(stats["pool_size"] - stats["pool_available"])
