"""Small files that people attach: tables, logs and pictures, made by rule, so that a second demo has the same."""

import struct
import zlib
from random import Random

WIDTH, HEIGHT = 480, 270
WINDOW_WIDTH, WINDOW_HEIGHT = 300, 160
STRIPE, THICK = 20, 6
DESK, WINDOW, BAR, LINE, RED = (38, 66, 92), (246, 247, 249), (214, 219, 226), (190, 196, 204), (196, 52, 52)


def paper(name: str, chance: Random) -> bytes:
    """Return the content that a file of this name has."""
    ending = name.rpartition(".")[2]
    if ending == "png":
        return picture(chance)
    return (table(chance) if ending == "csv" else journal(chance)).encode()


def table(chance: Random) -> str:
    """Return a small table as an accountant exports it."""
    days = [(chance.randint(1, 28), chance.randint(1, 12)) for _ in range(chance.randint(6, 14))]
    rows = ["Дата;Номер;Сумма"]
    rows += [
        f"{day:02}.{month:02};{1000 + number};{chance.randint(300, 90000)},00"
        for number, (day, month) in enumerate(days)
    ]
    return "\n".join(rows) + "\n"


def journal(chance: Random) -> str:
    """Return lines of a log."""
    words = ("connect timeout", "retry", "connection reset by peer", "ok", "ok", "session closed")
    moments = sorted(chance.sample(range(8 * 3600, 18 * 3600), 14))
    return "".join(
        f"{moment // 3600:02}:{moment // 60 % 60:02}:{moment % 60:02} {chance.choice(words)}\n"
        for moment in moments
    )


def picture(chance: Random) -> bytes:
    """Return a PNG that looks like a screen with a window and a message in it."""
    left, top = chance.randint(40, 120), chance.randint(30, 70)
    lengths = [chance.randint(90, 240) for _ in range(5)]

    def row(y: int) -> bytes:
        if not 0 <= y < WINDOW_HEIGHT:
            return bytes(DESK) * WIDTH
        line, inside = divmod(y - 2 * STRIPE, STRIPE)
        middle = bytes(BAR if y < STRIPE else WINDOW) * WINDOW_WIDTH
        if 0 <= line < len(lengths) and inside < THICK:
            ink = bytes(LINE if line else RED) * lengths[line]
            middle = bytes(WINDOW) * STRIPE + ink + bytes(WINDOW) * (WINDOW_WIDTH - STRIPE - lengths[line])
        return bytes(DESK) * left + middle + bytes(DESK) * (WIDTH - left - WINDOW_WIDTH)

    raw = b"".join(b"\0" + row(y - top) for y in range(HEIGHT))  # a filter byte, then the pixels
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
