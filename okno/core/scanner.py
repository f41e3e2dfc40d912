"""The virus scanner as a program: it gets a file's path and answers by its exit code; 0 clean, 1 infected, all else no answer.

It knows nothing of the desk: neither its secrets nor where its files lie, only a copy under a name of ours.
"""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from okno.core import clock
from okno.core.models.stored_file import ScanState
from okno.core.text import printable

SECONDS: Final = 60
SAID_AT_MOST: Final = 250
READ_AT_MOST: Final = 4096  # bytes of what it says
HARMLESS: Final = b"Okno asks whether the scanner answers.\n"
LEFT_AFTER: Final = 600  # seconds; by far longer than anybody asks about one file
_COPIES: Final = "okno-scan-"
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
_STATES: Final = {0: ScanState.CLEAN, 1: ScanState.INFECTED}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judgement:
    """What the scanner found, and its words about it."""

    state: ScanState
    said: str = ""


def harmful() -> bytes:
    """Return the test string that every scanner calls a virus, put together here so that none eats our source or its bytecode.

    Source: EICAR, «Anti Malware Testfile».
    """
    parts = (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"H+H*")
    return b"$".join([parts[0], parts[1] + parts[2], parts[3]])


def judge(stream: IO[bytes]) -> Judgement:
    """Ask about a copy of these bytes; whatever goes wrong is no answer."""
    with tempfile.TemporaryDirectory(prefix=_COPIES, ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "file"  # a scanner may remove it
        with copy.open("xb") as written:
            shutil.copyfileobj(stream, written, 2**20)
        return _asked(str(copy))


def forget_left() -> None:
    """Remove the copies of workers that were killed while the scanner had them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_COPIES}*"):
        with contextlib.suppress(OSError):  # another one was faster, or it is no folder of ours
            if clock.now().timestamp() - folder.stat().st_mtime > LEFT_AFTER:
                shutil.rmtree(folder)


def _asked(path: str) -> Judgement:
    """Run the program in a group of its own: one that hangs is ended together with all that it has started."""
    with tempfile.TemporaryFile() as heard:
        try:
            program = subprocess.Popen(  # noqa: S603 - the command is the administrator's setting, its argument a name of ours
                [*settings.VIRUS_SCANNER, path],
                stdin=subprocess.DEVNULL,
                stdout=heard,
                stderr=subprocess.STDOUT,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                cwd=tempfile.gettempdir(),
                start_new_session=True,
            )
        except OSError as error:
            return _nothing(f"it cannot be started: {error.strerror}")
        try:
            code = program.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            return _nothing(f"no answer within {SECONDS} seconds")
        heard.seek(0)
        said = heard.read(READ_AT_MOST).decode(errors="replace").replace(path, "").strip(" :\n")
    if code not in _STATES:
        return _nothing(f"exit code {code}: {_line(said)}")
    return Judgement(_STATES[code], _line(said))


def _nothing(why: str) -> Judgement:
    log.error("the virus scanner gave no answer: %s", why)
    return Judgement(ScanState.FAILED, why[:SAID_AT_MOST])


def _line(said: str) -> str:
    return printable(said.partition("\n")[0])[:SAID_AT_MOST].strip()
