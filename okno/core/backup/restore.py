"""Bring a backup back: prove it first, then the files, then the database in one transaction."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg

from okno.core.backup import programs
from okno.core.backup.archive import (
    DUMP,
    FILES,
    MANIFEST,
    PIECE,
    Archive,
    BackupError,
    Hashing,
    Progress,
    members,
    sync,
    verify,
)
from okno.core.postgres.words import _

TABLES = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""


def restore(
    archive: Path,
    url: str,
    files: Path | None,
    *,
    force: bool = False,
    progress: Progress = lambda _what, _done, _all: None,
) -> Archive:
    """Restore the backup; over existing data only with force. Killed at any moment, it can be run again.

    A damaged backup changes nothing. Files are named by their content, so adding them before the database is harmless;
    the database is replaced in one transaction. Raises BackupError.
    """
    about = verify(archive, progress)
    files = files.absolute() if files is not None else None
    if about.files and files is None:
        raise BackupError(
            _("The backup holds %(count)d files, and there is no folder for them.") % {"count": about.files}
        )
    try:
        with psycopg.connect(url, connect_timeout=20) as connection:
            server = connection.info.server_version // 10_000
            reader = programs.fitting(connection, about.dump)
            tables = connection.execute(TABLES).fetchone()
    except psycopg.Error as error:
        raise BackupError(_("The database does not answer: %(error)s") % {"error": error}) from error
    if not force and ((tables and tables[0]) or _strangers(files, about)):
        raise BackupError(_("There is data here already. With force the backup replaces all of it."))
    try:
        with tempfile.TemporaryDirectory(prefix="okno-restore-") as room:
            dump, added = _unpack(archive, about, files, Path(room), progress)
            progress(_("Restoring the database"), 0, 0)
            try:
                programs.load(reader, url, dump, server)
            except BaseException:
                for path in added:
                    path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BackupError(_("The backup could not be restored: %(error)s") % {"error": error}) from error
    return about


def _strangers(files: Path | None, about: Archive) -> bool:
    """True when the folder holds a file that is not the backup's (those are of an attempt before this one)."""
    if files is None or not files.exists():
        return False
    found = (path for path in files.rglob("*") if not path.is_dir())
    return any(FILES + path.relative_to(files).as_posix() not in about.members for path in found)


def _unpack(
    archive: Path, about: Archive, files: Path | None, room: Path, progress: Progress
) -> tuple[Path, list[Path]]:
    """Put the files in their places and the dump in the room; returns the dump and the files that are new."""
    dump, added, done = room / DUMP, list[Path](), 0
    total = sum(size for _digest, size in about.members.values())
    try:
        for name, size, content in members(archive):
            if name == MANIFEST:
                break
            expected, _size = about.members[name]
            place = dump if name == DUMP or files is None else files / name.removeprefix(FILES)
            if place is dump or not _there_already(place, expected):
                _write(place, content, expected)
                if place is not dump:
                    added.append(place)
            done += size
            progress(_("Restoring the files"), done, total)
    except BaseException:
        for path in added:
            path.unlink(missing_ok=True)
        raise
    return dump, added


def _there_already(place: Path, expected: str) -> bool:
    if place.is_symlink() or not place.is_file():
        return False
    with place.open("rb") as stream:
        content = Hashing(stream)
        while content.read(PIECE):
            pass
    return content.digest() == expected


def _write(place: Path, content: Hashing, expected: str) -> None:
    """Write whole or not at all, and only what the list of contents promised."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".restoring-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            while piece := content.read(PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        _expect(content, expected)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        Path(beside).rename(place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync(place.parent)


def _expect(content: Hashing, digest: str) -> None:
    if content.digest() != digest:
        raise BackupError(_("The backup changed while it was read."))
