"""How many pixels a picture would be, from its first bytes and without opening it (SEC-52).

Source: PNG (ISO/IEC 15948) §11.2.2, GIF89a §18, JPEG (ITU-T T.81) §B.2.2, WebP container.
"""

import struct

PIXELS_AT_MOST = 40_000_000
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG markers that tell the size
_SEGMENTS_AT_MOST = 2000


def is_bomb(content: bytes) -> bool:
    """True for a picture that would fill the memory of whoever looks at it."""
    width, height = size(content)
    return width * height > PIXELS_AT_MOST


def size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; zeros for what is no picture or a broken one."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return _pair(">II", content, 16)
        if content.startswith((b"GIF87a", b"GIF89a")):
            return _pair("<HH", content, 6)
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):
        pass
    return 0, 0


def _pair(form: str, content: bytes, at: int) -> tuple[int, int]:
    width, height = struct.unpack_from(form, content, at)
    return int(width), int(height)


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    for _ in range(_SEGMENTS_AT_MOST):
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins with this byte
            return 0, 0
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = _pair(">HH", content, at + 5)
            return width, height
        if marker in {0xFF, 0x01, *range(0xD0, 0xD8)}:
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a filling byte, or a marker without a body
        else:
            at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return 0, 0


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _pair("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
