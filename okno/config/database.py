"""Which database: ``DATABASE_URL``, or the embedded PostgreSQL in the desk's own folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from okno.config import env


def configured(var: Path) -> dict[str, Any]:
    """Django's description of the database; without ``DATABASE_URL`` the socket of the embedded one."""
    url = env.secret("DATABASE_URL", "")
    if not url:
        from okno.core.postgres import Cluster

        url = Cluster(var / "postgres").url("okno")
    return described(url)


def described(url: str) -> dict[str, Any]:
    """Translate a libpq address into Django's words."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.WrongSetting("DATABASE_URL", "write postgresql://user:password@host/name")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    size = env.integer("OKNO_DATABASE_POOL", 12, at_least=2, at_most=200)
    return {
        "ENGINE": "okno.core.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {
            **query,
            # The pool's pauses between tries double; past ten seconds it forgets them, and the next question tries anew:
            # a database that was away for a minute would else be missed for a minute more.
            "pool": {
                "min_size": 1,
                "max_size": size,
                "timeout": 10,
                "reconnect_timeout": 10,
                "max_idle": 120,
            },
            # A statement that comes a third time on its connection is prepared: the server plans it once, not each time.
            "server_side_binding": True,
            "prepare_threshold": 2,
            "connect_timeout": 10,
            "application_name": "okno",
            # A page or a job that takes longer than this is a fault; migrations and reports set their own limit.
            "options": "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": False,  # our engine looks itself, without the pauses of the pool
        "TEST": {"NAME": None},
    }
