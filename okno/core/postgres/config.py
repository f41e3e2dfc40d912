"""What the server is told: a small, durable, silent one that listens on a private socket and nowhere else."""

from okno.core.postgres.account import Account, root_name
from okno.core.postgres.binaries import Binaries
from okno.core.postgres.house import House

OWNER = "okno"  # owns the desk's databases, no superuser
SUPERUSER = "okno_ground"  # used by this package alone
MAP = "okno"
BUILTIN_LOCALES_SINCE = 17
UNICODE_FAST_SINCE = 18


def initdb_options(binaries: Binaries, ctype: str, *, durable: bool) -> list[str]:
    """Arguments of initdb: the locale is said in full; LANG of the machine decides nothing (V12, V13)."""
    if binaries.major >= UNICODE_FAST_SINCE:
        provider = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    elif binaries.major >= BUILTIN_LOCALES_SINCE:
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        provider = ["--locale-provider=libc"]
    return [
        f"--username={SUPERUSER}",
        "--auth=reject",  # pg_hba.conf is ours before the first start
        "--encoding=UTF8",
        *provider,
        "--lc-collate=C",
        f"--lc-ctype={ctype}",
        *(f"--lc-{name}=C" for name in ("messages", "monetary", "numeric", "time")),
        "--text-search-config=simple",
        "--data-checksums",
        *(() if durable else ("--no-sync",)),
    ]


def files(house: House, account: Account, binaries: Binaries, *, durable: bool) -> dict[str, str]:
    """Content of the server's configuration files; they are ours and written anew before each start."""
    people = sorted({account.name, root_name()})
    return {
        "postgresql.conf": _settings(house, binaries, durable=durable),
        "pg_hba.conf": "# Only the private socket, only the accounts of pg_ident.conf.\n"
        + "".join(
            f"local {what} {role} peer map={MAP}\n"
            for what in ("all", "replication")
            for role in (OWNER, SUPERUSER)
        ),
        "pg_ident.conf": "".join(
            f'{MAP} "{name}" {role}\n' for name in people for role in (OWNER, SUPERUSER)
        ),
    }


def _settings(house: House, binaries: Binaries, *, durable: bool) -> str:
    settings: dict[str, str | int] = {
        # the door
        "listen_addresses": "",
        "port": 5432,
        "unix_socket_directories": '"' + str(house.run).replace('"', '""') + '"',
        "unix_socket_permissions": "0700",
        "max_connections": 60 if durable else 200,  # a test's threads may keep what a desk would give back
        # small
        "shared_buffers": "48MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "jit": "off",
        "max_worker_processes": 4,
        "max_parallel_workers": 2,
        "max_parallel_workers_per_gather": 1,
        "max_logical_replication_workers": 0,
        "autovacuum_max_workers": 2,
        # durable, and quick to come back
        "wal_level": "replica",
        "max_wal_size": "512MB",
        "min_wal_size": "64MB",
        "checkpoint_timeout": "5min",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        # the same everywhere
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "default_text_search_config": "pg_catalog.simple",
        # a log of bounded size without letters and names: errors with their values go to the desk alone
        "log_min_messages": "log",
        "logging_collector": "on",
        "log_directory": str(house.logs),
        "log_filename": "postgresql-%Y-%m-%d-%H%M%S.log",
        "log_file_mode": "0600",
        "log_rotation_age": "1d",
        "log_rotation_size": "8MB",
        "log_line_prefix": "%m [%p] %q%a ",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
        "log_startup_progress_interval": "2s",
    }
    if binaries.major >= UNICODE_FAST_SINCE:
        settings["io_method"] = "sync"  # three processes fewer; a desk reads little at once
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items()]
    return (
        "# Written by the desk before each start; put your own choices into local.conf in the folder above.\n"
        + "".join(lines)
        + "include_if_exists = '../local.conf'\n"
    )


def _quoted(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
