"""Before anything runs: the database is right, its tables are of this version, the desk is founded, static files lie ready.

Safe to run twice at once: an advisory lock lets one work and the other find everything done.
"""

import gc
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import errors

from okno.cli.ground import Stop
from okno.cli.words import _

Told = Callable[[int, int], object]

LOCK = 0x6F6B6E6F_6D696772  # "oknomigr"
TRIES = 20  # times three seconds of waiting for a table that somebody uses


def everything(told: Told = lambda _done, _whole: None) -> list[str]:
    """Do what is missing; returns one sentence for each thing done. `told` hears how many of how many steps are done."""
    check_database()
    done = []
    with alone():
        count = pending()
        if count:
            with uncollected():
                migrate(_Steps(count, told))
            done.append(_("The database was brought up to date: %(count)d steps.") % {"count": count})
        if count or not is_founded():
            from okno.catalog.actions.found import found

            found()
        if collect_static():
            done.append(_("The files for browsers were collected."))
    return done


def is_founded() -> bool:
    """True when the desk has its robot and its priorities."""
    from okno.catalog.models import Priority
    from okno.people.models import Person, Role

    return Priority.objects.exists() and Person.objects.filter(role=Role.ROBOT).exists()


def check_database() -> None:
    """Refuse a PostgreSQL that cannot hold the desk: too old, wrong encoding, no Russian letters (V12)."""
    from okno.core.postgres.checks import boot_checks

    wrong = [check.advice for check in boot_checks(address()) if check.required and not check.passed]
    if wrong:
        raise Stop("DATABASE_URL: " + " ".join(wrong), 2)


def address() -> str:
    """Return the database of the settings as a libpq address."""
    from psycopg.conninfo import make_conninfo

    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "connect_timeout")
    return make_conninfo("", **{name: str(known[name]) for name in names if known.get(name)})


def pending() -> int:
    """Return how many migrations wait."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require() -> None:
    """Refuse to run on tables of another version: parts on many machines are migrated when the operator says so."""
    waiting = pending()
    if waiting:
        raise Stop(
            _("The database is not up to date (%(count)d steps wait): run “okno migrate” first.")
            % {"count": waiting},
            2,
        )


class _Steps(StringIO):
    """Hears Django say after each migration that it is done."""

    def __init__(self, whole: int, told: Told) -> None:
        super().__init__()
        self.done, self.whole, self.told = 0, whole, told

    def write(self, words: str) -> int:
        """Count."""
        if words.strip() == "OK":
            self.done += 1
            self.told(self.done, self.whole)
        return len(words)


def migrate(heard: StringIO) -> None:
    """Run the migrations; a table in use is waited for briefly and often, so that nobody queues up behind us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', '3s', false), set_config('statement_timeout', '0', false)"
        )
    try:
        for last in (*[False] * (TRIES - 1), True):
            try:
                call_command("migrate", verbosity=1, interactive=False, no_color=True, stdout=heard)
            except OperationalError as error:
                if last or not isinstance(error.__cause__, errors.LockNotAvailable):
                    raise
                time.sleep(1)
            else:
                return
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
            cursor.execute("RESET statement_timeout")


@contextmanager
def uncollected() -> Iterator[None]:
    """Migrations make and forget thousands of classes; to look through them again and again takes a third of their time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect_static() -> bool:
    """Collect what browsers get, when the sources changed since the last time; True when it did."""
    if settings.DEBUG:
        return False
    mark = Path(settings.VAR) / "static.sources"
    now = _sources()
    if (
        mark.exists()
        and mark.read_text(encoding="ascii") == now
        and (settings.STATIC_ROOT / "staticfiles.json").exists()
    ):
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(now, encoding="ascii")
    return True


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of all that prepare this database, on a connection of its own that waits as long as it takes."""
    import psycopg

    with psycopg.connect(address(), autocommit=True, application_name="okno prepare") as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield


def _sources() -> str:
    """Return a digest of names, sizes and times of all static sources."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(
                f"{getattr(storage, 'prefix', '')}/{name} {found.st_size} {found.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()
