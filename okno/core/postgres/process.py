"""Which processes are a folder's server: told by what they run and where, never by a number in a file."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc/self/stat")


def recorded(pgdata: Path) -> int | None:
    """Return the number in postmaster.pid, which may by now be anybody's."""
    try:
        return abs(
            int((pgdata / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0])
        )
    except (OSError, ValueError):
        return None


def postmaster(pgdata: Path) -> int | None:
    """Return the number of the running server of this folder, or None."""
    pid = recorded(pgdata)
    return pid if pid is not None and serves(pid, pgdata) else None


def serves(pid: int, pgdata: Path) -> bool:
    """True when the process lives, is a PostgreSQL and stands in this very folder."""
    if not alive(pid):
        return False
    if not PROC.exists():
        return "postgres" in _ps(pid, "command") and str(pgdata) in _ps(pid, "command")
    try:
        here, there = pgdata.stat(), Path(f"/proc/{pid}/cwd").stat()
        program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))  # noqa: PTH115, PTH119 - "postgres (deleted)" is no path
    except OSError:
        return False
    return program.startswith("postgres") and (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


def alive(pid: int) -> bool:
    """True when the process exists and is not a dead one that nobody has buried."""
    try:
        if PROC.exists():
            return (
                Path(f"/proc/{pid}/stat")
                .read_text(encoding="utf-8", errors="replace")
                .rpartition(")")[2]
                .split()[0]
                not in "ZX"
            )
        return _ps(pid, "stat") not in {"", "Z"}
    except (OSError, IndexError):
        return False


def remains(pgdata: Path) -> list[int]:
    """Every process of the server that stands in this folder, children that outlived their parent too."""
    if not PROC.exists():
        return []
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and serves(int(name), pgdata)]  # noqa: PTH208 - numbers are wanted


def clear_remains(pgdata: Path, *, patience: float = 5.0) -> None:
    """Wait until the children of a killed server are gone; help those along that sit in a long query."""
    for number, seconds in ((0, patience), (signal.SIGQUIT, patience), (signal.SIGKILL, patience)):
        for pid in remains(pgdata):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + seconds
        while remains(pgdata):
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        else:
            return


def wait_gone(pid: int, seconds: float) -> bool:
    """True when the process ended within the time."""
    until = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _ps(pid: int, column: str) -> str:
    done = subprocess.run(  # noqa: S603 - constants and a number
        ["/bin/ps", "-o", f"{column}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return done.stdout.strip()
