"""Clusters that live as long as a test run or a benchmark, and what is left of those whose run was killed."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from okno.core.postgres.cluster import Cluster
from okno.core.postgres.words import PostgresError

YOUNG = 60.0  # seconds in which a cluster may still be on its way to its first user


@contextmanager
def temporary(prefix: str = "okno-tests-", parent: Path | None = None) -> Iterator[Cluster]:
    """Run a quick, forgetful cluster (no fsync) in a temporary folder, and delete it afterwards."""
    parent = parent or Path(tempfile.gettempdir())
    sweep(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    folder.chmod(0o711)  # root's server is another account's and has to pass; nothing in here is readable
    cluster = Cluster(folder / "postgres", durable=False)
    try:
        cluster.ensure()
        yield cluster
    finally:
        cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, prefix: str) -> None:
    """Stop and delete our temporary clusters that nobody uses any more: their run was killed."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError, PostgresError):
            if folder.lstat().st_uid == os.geteuid() and _abandoned(folder / "postgres" / "users.lock"):
                Cluster(folder / "postgres", durable=False).remove()
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(users: Path) -> bool:
    if time.time() - users.stat().st_mtime < YOUNG:
        return False
    handle = os.open(users, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
