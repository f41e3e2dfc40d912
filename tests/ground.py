"""The ground of the tests, loaded before Django: a PostgreSQL of their own, folders of their own, no inherited settings.

Started once by the first process of a run; the workers of xdist inherit its address.
"""

import atexit
import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

MARK = "OKNO_TEST_GROUND"
MEMORY, ROOMY = Path("/dev/shm"), 2 * 1024**3


def prepare() -> None:
    """Start the database and name the folders, unless a process above us has done so."""
    if os.environ.get(MARK) == "ready":
        return
    for name in [
        name
        for name in os.environ
        if name.startswith("OKNO_") and name not in ("OKNO_CORPUS", "OKNO_TEST_DATABASE_URL")
    ]:
        del os.environ[name]
    stack = ExitStack()
    atexit.register(stack.close)
    parent = place()
    folder = Path(tempfile.mkdtemp(prefix="okno-tests-var-", dir=parent))
    (folder / "static").mkdir()  # WhiteNoise warns about a folder that is not there
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    url = os.environ.get("OKNO_TEST_DATABASE_URL")
    if not url:
        from okno.core.postgres import temporary

        url = stack.enter_context(temporary(parent=parent)).url()
    os.environ |= {
        MARK: "ready",
        "DATABASE_URL": url,
        "OKNO_VAR": str(folder),
        "OKNO_BASE_URL": "http://desk.test",
        "OKNO_DESK_ADDRESS": "support@desk.test",
        "OKNO_SECRET_KEY": "a key for tests only, long enough to be one",
        "OKNO_DATABASE_POOL": "80",
        "OKNO_LOG_FORMAT": "plain",
        "OKNO_LOG_LEVEL": "WARNING",
    }


def place() -> Path:
    """Return memory where the machine has room in it, else a disk: no test is about the speed of disks."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY
    return MEMORY if roomy else Path(tempfile.gettempdir())


gc.disable()  # until the tests are gathered: nothing of what is loaded is garbage
prepare()  # "-p tests.ground" imports this module before any settings are read
