"""Inside the cage: read a letter, answer what it says, forget it. Runs in a process of its own (see `cage`)."""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys

from okno.channels.mail import wire
from okno.channels.mail.cage import MEMORY_EXIT
from okno.channels.mail.parsing.limits import BeyondLimitsError
from okno.channels.mail.understand import understand

_SIZE = struct.Struct(">Q")
_PREFIX = struct.Struct(">QQ")


def main() -> None:
    """Serves letters from standard input until it ends. Arguments: _, processor seconds, bytes of memory."""
    cpu_seconds, memory = int(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our pipe
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    while (size := _read(_SIZE.size)) is not None:
        raw = _read(_SIZE.unpack(size)[0])
        if raw is None:
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + cpu_seconds + 1)
        _answer(raw)
        del raw


def _answer(raw: bytes) -> None:
    try:
        letter = understand(raw)
        head, contents = wire.pack(letter)
        total = sum(one.size for one in letter.attachments)
    except BeyondLimitsError as error:
        head, contents, total = f"!{error.code} {error}".encode(), iter(()), 0
    except MemoryError:
        os._exit(MEMORY_EXIT)
    except Exception as error:  # noqa: BLE001 (the parent puts the letter into quarantine with these words)
        head, contents, total = f"!crash {type(error).__name__}".encode(), iter(()), 0
    _write(_PREFIX.pack(len(head), total) + head)
    for content in contents:
        _write(content)


def _limit(what: int, value: int) -> None:
    """Sets a soft limit; systems that do not know one (memory on macOS) leave it to the parent's clock."""
    try:
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    except (ValueError, OSError):
        pass


def _read(size: int) -> bytes | None:
    out = bytearray()
    while len(out) < size:
        piece = os.read(0, min(size - len(out), 1 << 20))
        if not piece:
            return None
        out += piece
    return bytes(out)


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]
