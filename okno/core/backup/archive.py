"""The file of a backup: a plain tar whose last line is the SHA-256 of all before it.

Inside: `database.dump` (pg_dump's custom format), `files/…`, and `manifest.json` with the SHA-256 of each of them.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from okno.core.postgres.words import _

Progress = Callable[[str, int, int], None]  # what is done, bytes done, bytes in all (0 where nobody knows)

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
FILES = "files/"
SEAL = re.compile(rb"sha256:([0-9a-f]{64})\n")
SEAL_BYTES = 72
PIECE = 2**20
LARGEST_MANIFEST = 512 * 2**20
_name = re.compile(r"files/(?:[\w][\w.+@=-]*/)*[\w][\w.+@=-]*", re.ASCII)


class BackupError(Exception):
    """A backup could not be made, is damaged, or may not be restored here; the text is for the administrator."""


@dataclass
class Archive:
    """What a backup says about itself."""

    made_at: str  # ISO 8601, UTC
    version: str  # of the desk
    server: int  # major version of the PostgreSQL that was saved
    dump: int  # major version of the pg_dump that did it
    members: dict[str, tuple[str, int]] = field(default_factory=dict)  # name → SHA-256, bytes
    format: int = FORMAT

    @property
    def files(self) -> int:
        """Return how many files are inside."""
        return sum(name.startswith(FILES) for name in self.members)


class Writer:
    """Writes an archive piece by piece, hashing as it goes."""

    def __init__(self, stream: IO[bytes], about: Archive) -> None:
        self._stream = Hashing(stream)
        self._tar = tarfile.open(fileobj=self._stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by seal()
        self.about = about

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Add a member of exactly that many bytes and return its SHA-256."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        content = Hashing(source)
        self._tar.addfile(entry, content)
        self._tar.members = []  # type: ignore[attr-defined] # tarfile would keep a note of each of a million files
        self.about.members[name] = (content.digest(), size)
        return content.digest()

    def seal(self) -> None:
        """Add the manifest and the line that closes the file."""
        text = json.dumps(asdict(self.about), ensure_ascii=False).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))
        self._tar.close()
        self._stream.write(f"sha256:{self._stream.digest()}\n".encode())


class Hashing(io.RawIOBase):
    """A stream that knows the SHA-256 of what went through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._hash = hashlib.sha256()

    def write(self, piece: bytes) -> int:  # type: ignore[override] # tarfile hands bytes
        """Write and hash."""
        self._hash.update(piece)
        self._stream.write(piece)
        return len(piece)

    def read(self, size: int = -1) -> bytes:
        """Read and hash."""
        piece = self._stream.read(size)
        self._hash.update(piece)
        return piece

    def digest(self) -> str:
        """Return the SHA-256 so far, as hex."""
        return self._hash.hexdigest()


def verify(path: Path, progress: Progress = lambda _what, _done, _all: None) -> Archive:
    """Prove that the archive is whole: every byte, every member, nothing more; raises BackupError."""
    _check_seal(path, progress)
    seen: dict[str, tuple[str, int]] = {}
    for name, size, content in members(path):
        if name in seen:
            raise BackupError(_("The backup is damaged: “%(name)s” is in it twice.") % {"name": name})
        if name == MANIFEST:
            about = _manifest(content.read(LARGEST_MANIFEST))
            if seen != about.members or DUMP not in seen:
                raise BackupError(_("The backup is damaged: its contents differ from its list of contents."))
            return about
        seen[name] = (_drain(content), size)
    raise BackupError(_("The backup is damaged: its list of contents is missing."))


def members(path: Path) -> Iterator[tuple[str, int, Hashing]]:
    """Go through the members in their order; only plain files under the names that we give are let through."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            while (entry := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined] # as above
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None or not (entry.name in {DUMP, MANIFEST} or _name.fullmatch(entry.name)):
                    raise BackupError(
                        _("The backup holds something that does not belong there: “%(name)s”.")
                        % {"name": entry.name[:200]}
                    )
                yield entry.name, entry.size, Hashing(content)
    except (tarfile.TarError, EOFError, OverflowError, UnicodeError) as error:
        raise BackupError(_("The backup is damaged: %(error)s") % {"error": error}) from error


def belongs(name: str) -> bool:
    """True for names that may stand in an archive."""
    return _name.fullmatch(name) is not None


def _check_seal(path: Path, progress: Progress) -> None:
    """Compare the last line with the hash of everything before it: finds a cut or a changed byte anywhere."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(0, size - SEAL_BYTES))
            seal = SEAL.fullmatch(stream.read())
            if seal is None:
                raise BackupError(_("%(path)s is not a whole backup: its end is missing.") % {"path": path})
            stream.seek(0)
            hashed, left = hashlib.sha256(), size - SEAL_BYTES
            while left:
                piece = stream.read(min(PIECE, left))
                if not piece:
                    break
                hashed.update(piece)
                left -= len(piece)
                progress(_("Checking the backup"), size - left, size)
    except OSError as error:
        raise BackupError(
            _("The backup %(path)s cannot be read: %(error)s") % {"path": path, "error": error.strerror}
        ) from error
    if hashed.hexdigest().encode() != seal[1]:
        raise BackupError(_("The backup %(path)s is damaged: it is not what was written.") % {"path": path})


def _manifest(text: bytes) -> Archive:
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise BackupError(
                _("This backup was made by a newer desk (format %(format)s).") % {"format": said["format"]}
            )
        said["members"] = {
            str(name): (str(digest), int(size)) for name, (digest, size) in said["members"].items()
        }
        return Archive(**said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(_("The backup is damaged: its list of contents cannot be read.")) from error


def _drain(content: Hashing) -> str:
    while content.read(PIECE):
        pass
    return content.digest()


def sync(path: Path) -> None:
    """Have the system write the file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
