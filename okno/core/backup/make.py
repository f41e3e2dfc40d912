"""Make a backup of one moment: the database of a snapshot, the files, then the proof that it can be read."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import IO

import psycopg

from okno.core.backup import programs
from okno.core.backup.archive import (
    DUMP,
    FILES,
    Archive,
    BackupError,
    Progress,
    Writer,
    belongs,
    members,
    sync,
    verify,
)
from okno.core.postgres import Binaries
from okno.core.postgres.words import _

# Advisory lock that a backup shares while it copies; whoever deletes stored files takes it exclusively first.
FILES_LOCK = 0x6F6B6E6F_66696C65
DIGEST_LENGTH = 64


@dataclass(frozen=True)
class Report:
    """What was saved, and what an administrator should look at."""

    path: Path
    size: int
    files: int
    warnings: tuple[str, ...]


def backup(
    url: str, files: Path | None, target: Path, progress: Progress = lambda _what, _done, _all: None
) -> Report:
    """Write a proven backup to the target (a folder gets a name with the date in it); an existing file is not replaced.

    Consistent at one moment: the files that the snapshot knows cannot be deleted before they are copied, and files are
    never changed, only added. Raises BackupError, and leaves nothing half made under the target's name.
    """
    target = target.absolute()
    if target.is_dir():
        target /= f"okno-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.tar"
    if target.exists():
        raise BackupError(_("%(path)s exists already.") % {"path": target})
    if files is not None and target.is_relative_to(files.absolute()):
        raise BackupError(_("The backup must not lie among the files that it saves."))
    try:
        with tempfile.TemporaryDirectory(prefix=".okno-backup-", dir=target.parent) as room:
            half = Path(room) / target.name
            warnings = _write(url, files, half, progress)
            proven = _prove(half, url, progress)
            os.link(half, target)  # unlike a rename this never replaces
            sync(target.parent)
    except OSError as error:
        raise BackupError(
            _("The backup could not be written to %(path)s: %(error)s")
            % {"path": target, "error": error.strerror}
        ) from error
    return Report(target, target.stat().st_size, proven.files, tuple(warnings))


def _write(url: str, files: Path | None, half: Path, progress: Progress) -> list[str]:
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream, _moment(url) as moment:
        progress(_("Saving the database"), 0, 0)
        dump = half.with_name(DUMP)
        programs.dump(moment.programs, url, moment.snapshot, dump)
        about = Archive(
            f"{moment.at:%Y-%m-%dT%H:%M:%SZ}", metadata_version(), moment.server, moment.programs.major
        )
        writer = Writer(stream, about)
        with dump.open("rb") as content:
            writer.add(DUMP, content, dump.stat().st_size)
        dump.unlink()
        warnings = _add_files(writer, files, moment.digests, progress)
        writer.seal()
        stream.flush()
        os.fsync(stream.fileno())
    return warnings


@dataclass(frozen=True)
class Moment:
    """One snapshot of the database, held while the backup is made."""

    at: datetime
    snapshot: str
    server: int
    programs: Binaries
    digests: Callable[[], set[str]]  # of the files that the database knows at this moment


@contextmanager
def _moment(url: str) -> Iterator[Moment]:
    try:
        connection = psycopg.connect(url, connect_timeout=20, application_name="okno backup")
    except psycopg.Error as error:
        raise BackupError(_("The database does not answer: %(error)s") % {"error": error}) from error
    with connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        connection.commit()
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        server = connection.info.server_version // 10_000
        yield Moment(
            datetime.now(UTC), str(row[0]), server, programs.fitting(connection), lambda: _digests(connection)
        )


def _digests(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    if connection.execute("SELECT to_regclass('core_storedfile') IS NULL").fetchone() == (True,):
        return set()
    return {str(digest) for (digest,) in connection.execute("SELECT sha256 FROM core_storedfile")}


def _add_files(
    writer: Writer, files: Path | None, known: Callable[[], set[str]], progress: Progress
) -> list[str]:
    """Add every stored file; tell of files that the database knows and the disk does not, and of damaged ones."""
    if files is None:
        words = _(
            "The attachments are not in this backup: they lie in the S3 store (%(count)d). Back up the bucket, too."
        )
        return [words % {"count": len(known())}]
    warnings, missing = [], known()
    found = sorted(path for path in files.rglob("*") if path.is_file() and not path.is_symlink())
    total, done = sum(path.stat().st_size for path in found), 0
    for path in found:
        name = FILES + path.relative_to(files).as_posix()
        if not belongs(name):
            warnings.append(_("Not saved, since it is no file of the desk: %(path)s") % {"path": path})
            continue
        with path.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            digest = _add(writer, name, content, size)
        if len(path.name) == DIGEST_LENGTH and digest != path.name:
            warnings.append(_("Damaged on the disk: %(path)s") % {"path": path})
        missing.discard(path.name)
        done += size
        progress(_("Saving the files"), done, total)
    warnings += [
        _("Known to the database and missing on the disk: %(name)s") % {"name": name}
        for name in sorted(missing)
    ]
    return warnings


def _add(writer: Writer, name: str, content: IO[bytes], size: int) -> str:
    try:
        return writer.add(name, content, size)
    except OSError as error:
        raise BackupError(
            _("The file %(name)s could not be saved: %(error)s") % {"name": name, "error": error}
        ) from error


def _prove(half: Path, url: str, progress: Progress) -> Archive:
    """Read back from the disk what was written: each byte by its hash, the dump by pg_restore."""
    about = verify(half, progress)
    with psycopg.connect(url, connect_timeout=20) as connection:
        reader = programs.fitting(connection, about.dump)
    for name, _size, content in members(half):
        if name == DUMP:
            programs.prove(reader, content)
            break
    return about


def metadata_version() -> str:
    """Return the version of the desk, or nothing for one that runs from its sources."""
    try:
        return metadata.version("okno")
    except metadata.PackageNotFoundError:
        return ""
