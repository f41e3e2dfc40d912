"""A data folder of an older PostgreSQL: carried over by pg_upgrade into a new one, the old kept beside."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

from okno.core.postgres import binaries, config, house
from okno.core.postgres.server import Server
from okno.core.postgres.words import PostgresError, _

SECONDS = 6 * 3600
SPARE = 1.2  # free space that a copy needs, in sizes of the old data


def version_of(pgdata: Path) -> str:
    """Return the major version of a data folder, or nothing where there is none."""
    try:
        return (pgdata / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def finish(server: Server) -> None:
    """Bring an interrupted upgrade to its end: a whole new folder moves in, half of one is thrown away."""
    pgdata, fresh, done = _places(server)
    if done.exists():
        old = json.loads(done.read_text(encoding="utf-8"))["from"]
        kept = server.house.home / f"pgdata-{old}"
        if fresh.exists():
            if pgdata.exists():
                shutil.rmtree(kept, ignore_errors=True)  # of an upgrade before this one
                pgdata.rename(kept)
            fresh.rename(pgdata)
        done.unlink()
    shutil.rmtree(fresh, ignore_errors=True)


def to_new_major(server: Server, old: int) -> None:
    """Upgrade the old cluster, stopped or running; killed at any moment, the next start finishes the work."""
    _old, fresh, done = _places(server)
    if old > server.binaries.major:
        raise PostgresError(
            _(
                "The data in %(folder)s were made by PostgreSQL %(old)d, and here is only %(new)d. "
                "Nothing was changed."
            )
            % {"folder": server.house.data, "old": old, "new": server.binaries.major}
        )
    found = binaries.of_major(old)
    if found is None:
        raise PostgresError(
            _(
                "The data in %(folder)s were made by PostgreSQL %(old)d; to carry them over to %(new)d "
                "its programs are needed once more. "
                "Install them (Debian: apt install postgresql-%(old)d) and start again. Nothing was changed."
            )
            % {"folder": server.house.data, "old": old, "new": server.binaries.major}
        )
    before = replace(server, binaries=house.reachable(found, server.account))
    _check_space(server)
    server.progress(
        _("Carrying the data over from PostgreSQL %(old)d to %(new)d…")
        % {"old": old, "new": server.binaries.major}
    )
    _shut_down_cleanly(before)
    server.create(fresh)
    _match_checksums(before, server, fresh)
    _carry_over(before, server, fresh)
    server.configure(fresh)
    server.account.write(done, json.dumps({"from": old, "to": server.binaries.major}))
    finish(server)
    server.progress(
        _("Done; the old data are kept in %(folder)s.") % {"folder": server.house.home / f"pgdata-{old}"}
    )


def _shut_down_cleanly(before: Server) -> None:
    """Let the old server recover and stop in good order: pg_upgrade takes nothing else."""
    pid = before.pid()
    if pid is None:
        before.start()
        pid = before.pid()
    else:
        before.wait(pid)
    if pid is not None:
        before.stop(pid)


def _match_checksums(before: Server, server: Server, fresh: Path) -> None:
    """Page checksums must be the same on both sides; a folder from elsewhere may be without."""
    shown = server.account.run(
        [before.binaries.program("pg_controldata"), before.house.pgdata], cwd=server.house.home, seconds=60
    ).stdout
    if re.search(r"checksum version:\s+0", shown):
        server.account.run(
            [server.binaries.program("pg_checksums"), "--disable", "-D", fresh],
            cwd=server.house.home,
            seconds=600,
        )


def _carry_over(before: Server, server: Server, fresh: Path) -> None:
    pgdata = server.house.pgdata
    room = server.account.folder(server.house.home / "upgrading")
    command: list[str | Path] = [
        *(server.binaries.program("pg_upgrade"), f"--username={config.SUPERUSER}"),
        *("--old-bindir", before.binaries.folder, "--new-bindir", server.binaries.folder),
        *("--old-datadir", pgdata, "--new-datadir", fresh),
        *("--socketdir", server.house.run, "--copy"),
        *(() if server.durable else ("--no-sync",)),
    ]
    done = server.account.run(command, cwd=room, seconds=SECONDS)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise PostgresError(
            _("The upgrade of the data did not succeed, the old data are as they were: %(error)s")
            % {"error": (done.stdout + done.stderr).strip()[-3000:]}
        )
    shutil.rmtree(room, ignore_errors=True)


def _check_space(server: Server) -> None:
    size = sum(path.lstat().st_size for path in server.house.pgdata.rglob("*"))
    free = shutil.disk_usage(server.house.home).free
    if free < size * SPARE:
        raise PostgresError(
            _(
                "To carry the data over, %(need)d MB must be free beside %(folder)s; there are %(free)d MB. "
                "Nothing was changed."
            )
            % {"need": size * SPARE / 2**20, "folder": server.house.home, "free": free / 2**20}
        )


def _places(server: Server) -> tuple[Path, Path, Path]:
    home = server.house.home
    return server.house.pgdata, home / "pgdata.upgraded", home / "upgraded.json"
