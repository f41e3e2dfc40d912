"""Whose server it is: PostgreSQL refuses to run as root, so root hands it to an account that exists."""

import os
import pwd
import stat
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from okno.core.postgres.words import PostgresError, _

# Accounts that root may hand the server to, best first; none is ever created.
SERVICE = ("okno", "postgres", "nobody", "daemon")
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True)
class Account:
    """The operating system's account under which the server runs and to which the data belong."""

    uid: int
    gid: int
    name: str

    @property
    def dropped(self) -> bool:
        """True when we are root and the server is somebody else."""
        return os.geteuid() != self.uid

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, seconds: float | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account in a clean environment; its exit code is for the caller to judge."""
        return subprocess.run(  # noqa: S603 - our own programs and arguments, no shell
            [str(part) for part in command],
            cwd=cwd,
            env=dict(clean_environment(cwd)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            umask=0o077,
            start_new_session=True,  # Ctrl-C is for the desk; the server is stopped by it in good order
            **self._drop(),
        )

    def reaches(self, folder: Path) -> bool:
        """True when this account can enter the folder; the system itself is asked, so every right counts."""
        try:
            done = subprocess.run(  # noqa: S603 - a constant script, the path is its argument
                ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=20,
                check=False,
                **self._drop(),
            )
        except OSError as error:  # a container that maps no account but root
            raise PostgresError(
                _(
                    "PostgreSQL does not run as root, and this machine does not let root become “%(name)s”. "
                    "Run the desk as an ordinary user or set DATABASE_URL."
                )
                % {"name": self.name}
            ) from error
        return done.returncode == 0

    def folder(self, path: Path) -> Path:
        """Make the folder private to this account (0700); raises PostgresError when it is somebody else's."""
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {self.uid, os.geteuid()}:
            raise PostgresError(_("The folder %(path)s belongs to somebody else.") % {"path": path})
        if found.st_uid != self.uid:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        if stat.S_IMODE(found.st_mode) != PRIVATE_FOLDER:
            path.chmod(PRIVATE_FOLDER)
        return path

    def open(self, path: Path, flags: int = 0) -> int:
        """Open or make a private file (0600) of this account; follows no link that somebody laid there."""
        handle = os.open(path, flags | os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)
        found = os.fstat(handle)
        if (
            not stat.S_ISREG(found.st_mode)
            or found.st_nlink > 1
            or found.st_uid not in {self.uid, os.geteuid()}
        ):
            os.close(handle)
            raise PostgresError(_("The file %(path)s is not ours.") % {"path": path})
        if found.st_uid != self.uid:
            os.fchown(handle, self.uid, self.gid)
        return handle

    def write(self, path: Path, text: str) -> None:
        """Write a private file whole or not at all."""
        beside = path.with_name(path.name + ".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(self.open(beside, os.O_EXCL), "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        beside.rename(path)

    def _drop(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.dropped else {}


def choose(data: Path) -> Account:
    """Return who runs the server of this folder: we; for root, the folder's owner or a service account."""
    if os.geteuid() != 0:
        return _by_uid(os.geteuid())
    place = next(parent for parent in (data.resolve(), *data.resolve().parents) if parent.exists())
    owner = place.stat().st_uid
    if owner != 0 and (_known(owner) or place == data.resolve()):
        return _by_uid(owner)
    for name in SERVICE:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(found.pw_uid, found.pw_gid, found.pw_name)
    raise PostgresError(
        _(
            "PostgreSQL does not run as root and there is no account to hand it to. "
            "Run the desk as an ordinary user or set DATABASE_URL."
        )
    )


def clean_environment(home: Path) -> Mapping[str, str]:
    """Environment of PostgreSQL's programs: nothing of ours decides about language, zone or libraries."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}


def root_name() -> str:
    """Return the name of root on this machine."""
    return pwd.getpwuid(0).pw_name


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _by_uid(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise PostgresError(
            _(
                "The account number %(uid)d has no name on this machine, and PostgreSQL needs one. "
                "Add it to /etc/passwd or set DATABASE_URL."
            )
            % {"uid": uid}
        ) from None
    return Account(found.pw_uid, found.pw_gid, found.pw_name)
