"""One server process: made, started, waited for, stopped. The caller holds the guard."""

import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from psycopg import pq

from okno.core.postgres import config, process
from okno.core.postgres.account import Account
from okno.core.postgres.binaries import Binaries
from okno.core.postgres.house import SOCKET, House
from okno.core.postgres.words import PostgresError, _

Progress = Callable[[str], None]
# Debian and most, Red Hat's spelling, macOS, and the last that always is.
CTYPES = (
    "C.UTF-8",
    "C.utf8",
    "UTF-8",
    "C",
)
INITDB_SECONDS = 600
STOP_SECONDS = 180
TOLD_EVERY = 2.0  # seconds between two lines about a long recovery
KEPT_LOGS = 6  # files of 8 MB


@dataclass(frozen=True)
class Server:
    """The postmaster of one data folder, under the programs that belong to it."""

    house: House
    account: Account
    binaries: Binaries
    durable: bool = True
    progress: Progress = field(default=lambda _message: None)

    def url(self, dbname: str, user: str = config.SUPERUSER) -> str:
        """Return the address of a database of this server."""
        return address(self.house.run, dbname, user)

    def pid(self) -> int | None:
        """Return the number of the living server of this folder."""
        return process.postmaster(self.house.pgdata)

    def create(self, folder: Path) -> None:
        """Make an empty cluster in the folder; a half made one of an earlier attempt is thrown away."""
        beside = folder.with_name(folder.name + ".making")
        failure = ""
        for ctype in CTYPES:
            shutil.rmtree(beside, ignore_errors=True)
            self.account.folder(beside)
            options = config.initdb_options(self.binaries, ctype, durable=self.durable)
            done = self.account.run(
                [self.binaries.program("initdb"), "-D", beside, *options],
                cwd=self.house.home,
                seconds=INITDB_SECONDS,
            )
            if done.returncode == 0:
                self.configure(beside)
                beside.rename(folder)
                return
            failure = done.stderr.strip()
            if "locale" not in failure:
                break
        shutil.rmtree(beside, ignore_errors=True)
        raise PostgresError(
            _("The database could not be made in %(folder)s: %(error)s")
            % {"folder": folder, "error": failure[-2000:]}
        )

    def configure(self, folder: Path) -> None:
        """Write the server's configuration, which is ours alone."""
        for name, text in config.files(self.house, self.account, self.binaries, durable=self.durable).items():
            self.account.write(folder / name, text)

    def start(self) -> None:
        """Start the server and wait until it answers, however long the recovery takes."""
        process.clear_remains(self.house.pgdata)
        if process.remains(self.house.pgdata):
            raise PostgresError(
                _("Processes of an earlier server still hold %(folder)s.") % {"folder": self.house.pgdata}
            )
        for stale in (
            self.house.pgdata / "postmaster.pid",
            self.house.run / SOCKET,
            self.house.run / f"{SOCKET}.lock",
        ):
            # Nobody of this folder lives; the number in there may be a stranger's by now.
            stale.unlink(missing_ok=True)
        self.configure(self.house.pgdata)
        start_log = self.house.logs / "start.log"
        self.account.write(start_log, "")
        script = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'
        command: list[str | Path] = [
            "/bin/sh",
            "-c",
            script,
            "sh",
            start_log,
            self.binaries.program("postgres"),
            "-D",
            self.house.pgdata,
        ]
        done = self.account.run(command, cwd=self.house.home, seconds=60)
        if done.returncode != 0 or not done.stdout.strip().isdigit():
            raise PostgresError(
                _("The database did not start: %(error)s") % {"error": done.stderr.strip()[-2000:]}
            )
        self.wait(int(done.stdout))

    def wait(self, pid: int) -> None:
        """Wait until the server answers; there is no limit but news: a long recovery is work, not a fault."""
        began = told = time.monotonic()
        while (answer := pq.PGconn.ping(self.url("postgres").encode())) != pq.Ping.OK:
            if not process.alive(pid):
                raise PostgresError(_("The database did not start:\n%(log)s") % {"log": self.last_words()})
            if time.monotonic() - told > TOLD_EVERY:
                told = time.monotonic()
                starting = _("The database starts, %(seconds)d s so far. %(detail)s")
                recovering = _("The database recovers from a sudden stop, %(seconds)d s so far. %(detail)s")
                words = recovering if answer == pq.Ping.REJECT else starting
                self.progress(words % {"seconds": told - began, "detail": self._recovery()})
            time.sleep(0.02)

    def stop(self, pid: int) -> None:
        """Stop the server in good order; only when that takes too long, at once (the next start recovers)."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not process.serves(pid, self.house.pgdata):
                break
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            if process.wait_gone(pid, STOP_SECONDS):
                break
        process.clear_remains(self.house.pgdata)

    def last_words(self) -> str:
        """Return the end of the newest logs, where the server says why it fell."""
        lines: list[str] = []
        newest = sorted(self.house.logs.glob("*.log"), key=lambda path: path.stat().st_mtime)
        for path in newest[-2:]:
            with path.open("rb") as stream:
                stream.seek(max(0, path.stat().st_size - 4096))
                lines += stream.read().decode(errors="replace").splitlines()[-8:]
        return "\n".join(lines)

    def prune_logs(self) -> None:
        """Keep the newest log files only; the server itself begins a new one each day and each 8 MB."""
        logs = sorted(self.house.logs.glob("postgresql-*.log"))
        for path in logs[:-KEPT_LOGS]:
            path.unlink(missing_ok=True)

    def _recovery(self) -> str:
        found = re.findall(r"LOG:  (.*(?:redo|recovery|syncing|elapsed).*)", self.last_words())
        return found[-1] if found else ""


def address(run: Path, dbname: str, user: str) -> str:
    """Return an address that libpq, psycopg and Django understand."""
    return f"postgresql://{user}@/{quote(dbname, safe='')}?host={quote(str(run), safe='/')}"
