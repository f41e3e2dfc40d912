"""The embedded PostgreSQL of one folder: made, started, shared, upgraded, stopped (docs/decisions/0002)."""

import atexit
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from okno.core.postgres import account, binaries, config, house, locks, process, upgrade
from okno.core.postgres.server import Progress, Server, address
from okno.core.postgres.words import PostgresError, _

log = logging.getLogger(__name__)
DATABASE = "okno"


@dataclass(frozen=True)
class Status:
    """What is known about a cluster without changing anything."""

    state: str  # absent, stopped, starting, running
    pid: int | None
    version: str  # of the data folder, "" when there is none
    home: Path


class Cluster:
    """An embedded PostgreSQL in a folder. Several processes may use it; the last to release it stops it."""

    def __init__(
        self,
        data: Path,
        *,
        durable: bool = True,
        progress: Progress = log.info,
        programs: binaries.Binaries | None = None,
        shelters: tuple[Path, ...] = house.SHELTERS,
    ) -> None:
        self.data = data.absolute()
        self.durable = durable
        self.progress = progress
        self._programs = programs
        self._shelters = shelters
        self._users: locks.Users | None = None

    def url(self, dbname: str = DATABASE) -> str:
        """Return the address of a database here, known before anything is started."""
        return address(house.socket_folder(self.data), dbname, config.OWNER)

    def ensure(self) -> str:
        """Make, upgrade, start and await the server as needed; count us as its user; return the address."""
        with self._alone() as server:
            self._users = self._users or locks.Users(server.house.home / "users.lock", server.account)
            try:
                self._bring_up(server)
            except BaseException:
                self._leave()
                raise
        atexit.register(self.release)  # a command that simply ends leaves nothing running behind it
        return self.url()

    def release(self) -> None:
        """Stop using the server; stop it when nobody uses it and nobody asked to keep it. Harmless twice."""
        if self._users is None or not self._users.ours():
            return
        if not self.data.exists():  # deleted under its feet; PostgreSQL notices that itself and ends
            self._leave()
            return
        with self._alone() as server:
            atexit.unregister(self.release)
            last = self._users.alone() and not self._kept(server).exists()
            self._leave()
            if last and (pid := server.pid()):
                server.stop(pid)

    def forget(self) -> None:
        """In a forked child: hold no part in the parent's use, so that the parent alone decides; or a later ensure()."""
        self._leave()

    def keep(self) -> None:
        """Let the server live on when its last user leaves; until stop()."""
        with self._alone() as server:
            server.account.write(self._kept(server), "")

    def stop(self) -> None:
        """Stop the server, whoever uses it; stopping a stopped one changes nothing."""
        if not self.data.exists():
            return
        with self._alone() as server:
            self._kept(server).unlink(missing_ok=True)
            self._leave()
            if pid := server.pid():
                server.stop(pid)

    def remove(self) -> None:
        """Stop the server and delete the whole cluster with everything in it (tests, `demo --fresh`)."""
        self.stop()
        place = house.at(self.data)
        shutil.rmtree(place.home, ignore_errors=True)
        if not place.run.is_relative_to(self.data):
            shutil.rmtree(place.run, ignore_errors=True)
        if self.data.is_symlink():
            self.data.unlink()

    def status(self) -> Status:
        """Tell what is there; starts and changes nothing."""
        place = house.at(self.data)
        version = upgrade.version_of(place.pgdata)
        pid = process.postmaster(place.pgdata)
        if not version:
            state = "absent"
        elif pid is None:
            state = "stopped"
        else:
            answer = psycopg.pq.PGconn.ping(self.url().encode())
            state = "running" if answer == psycopg.pq.Ping.OK else "starting"
        return Status(state, pid, version, place.home)

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Create a database that the desk owns; one that is there already is left as it is."""
        with self._superuser() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            like = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}{}").format(
                    sql.Identifier(name), sql.Identifier(config.OWNER), like
                )
            )

    def drop_database(self, name: str) -> None:
        """Drop a database and whoever is connected to it; an absent one is no error."""
        with self._superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def tidy(self) -> None:
        """Remove old log files; a long-lived process calls this once an hour."""
        place = house.at(self.data)
        Server(place, account.choose(self.data), self.programs).prune_logs()

    def __enter__(self) -> Self:
        self.ensure()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @cached_property
    def programs(self) -> binaries.Binaries:
        """Programs of PostgreSQL for this cluster."""
        return self._programs or binaries.find()

    @contextmanager
    def _alone(self) -> Iterator[Server]:
        """Settle in and hold the guard: nobody else starts, stops or upgrades meanwhile."""
        who = account.choose(self.data)
        place = house.settle(self.data, who, self._shelters)
        programs = house.reachable(self.programs, who, self._shelters)
        waiting = _("Another process starts or stops the database in %(folder)s; waiting for it.") % {
            "folder": self.data
        }
        with locks.guard(place.home / "guard.lock", who, lambda: self.progress(waiting)):
            yield Server(place, who, programs, self.durable, self.progress)

    def _bring_up(self, server: Server) -> None:
        upgrade.finish(server)
        version = upgrade.version_of(server.house.pgdata)
        if not version:
            server.create(server.house.pgdata)
        elif int(version) != server.binaries.major:
            upgrade.to_new_major(server, int(version))
        pid = server.pid()
        if pid is not None:
            server.wait(pid)
            if self._outdated(server) and self._users is not None and self._users.alone():
                server.stop(pid)  # a minor upgrade is a restart with the new programs
                pid = None
        if pid is None:
            server.start()
        server.prune_logs()
        self._furnish()

    def _furnish(self) -> None:
        """See that the desk's role and database are there."""
        with self._superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [config.OWNER]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(config.OWNER))
                )
        self.create_database(DATABASE)

    def _outdated(self, server: Server) -> bool:
        with self._superuser() as connection:
            return connection.info.server_version != server.binaries.major * 10_000 + server.binaries.minor

    def _superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        try:
            return psycopg.connect(
                address(house.socket_folder(self.data), "postgres", config.SUPERUSER),
                autocommit=True,
                connect_timeout=20,
            )
        except psycopg.OperationalError as error:
            raise PostgresError(
                _("The database in %(folder)s does not answer: %(error)s")
                % {"folder": self.data, "error": error}
            ) from error

    def _leave(self) -> None:
        if self._users is not None:
            self._users.leave()
            self._users = None

    @staticmethod
    def _kept(server: Server) -> Path:
        return server.house.home / "kept"
